-- The cells of level :level that are made anew.
DELETE FROM cell
USING (SELECT DISTINCT cell_east >> 2 * :level AS east, cell_north >> 2 * :level AS north FROM staging_cell) AS anew
WHERE cell.level = :level AND cell.east = anew.east AND cell.north = anew.north
