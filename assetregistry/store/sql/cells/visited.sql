-- The cells of a polygon (:wkb, valid, in the registry's CRS) from the coarsest down: one whose assets all lie inside (their
-- common bounding box does, and does not touch the outline) is taken as it is, one that touches it is looked into. In the smallest of the
-- outline, and only there, assets count one by one.
WITH RECURSIVE given AS MATERIALIZED (
    SELECT ST_SetSRID(ST_GeomFromWKB(:wkb), CAST(:srid AS integer)) AS geom
), visited AS (
    SELECT cell.level, cell.east, cell.north, ST_ContainsProperly(given.geom, cell.extent) AS inside
    FROM given
    JOIN cell ON cell.level = :top AND ST_Intersects(given.geom, cell.extent)
    UNION ALL
    SELECT cell.level, cell.east, cell.north, ST_ContainsProperly(given.geom, cell.extent)
    FROM visited
    CROSS JOIN generate_series(0, 3) AS i
    CROSS JOIN generate_series(0, 3) AS j
    CROSS JOIN given
    JOIN cell ON cell.level = visited.level - 1 AND cell.east = 4 * visited.east + i AND cell.north = 4 * visited.north + j
        AND ST_Intersects(given.geom, cell.extent)
    WHERE NOT visited.inside
)
SELECT visited.inside, cell.assets, CASE WHEN NOT visited.inside THEN cell.members END, cell.layers, cell.cohorts
FROM visited
JOIN cell USING (level, east, north)
WHERE visited.inside OR visited.level = 0
