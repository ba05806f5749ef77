-- The assets of changed cells, the largest of each cell first. (Only numbers are sorted; shapes are fetched afterwards.)
CREATE UNLOGGED TABLE staging_drawing AS
SELECT
    asset.id AS asset_id,
    row_number() OVER (
        PARTITION BY cell_east, cell_north ORDER BY area_m2 DESC NULLS LAST, length_m DESC NULLS LAST, asset.id
    ) AS place,
    count(*) OVER (PARTITION BY cell_east, cell_north) AS held
FROM asset
JOIN changed_cell AS changed ON changed.east = asset.cell_east AND changed.north = asset.cell_north
