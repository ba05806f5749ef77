-- Assets with their bounding box and the 250 m cell that holds the middle of it. (A table made by CREATE AS is the one that
-- PostgreSQL fills on all cores.)
CREATE UNLOGGED TABLE staging_place AS
SELECT id, cell_index(box.west, box.east) AS cell_east, cell_index(box.south, box.north) AS cell_north, box.*
FROM ({assets}) AS asset
CROSS JOIN LATERAL (
    SELECT ST_XMin(geom) AS west, ST_YMin(geom) AS south, ST_XMax(geom) AS east, ST_YMax(geom) AS north OFFSET bigint '0'
) AS box
