SELECT count(*) AS held, count(changed.east) AS touched
FROM asset
LEFT JOIN changed_cell AS changed ON changed.east = asset.cell_east AND changed.north = asset.cell_north
