-- How many assets of the cells in this tile are left out at this zoom, in the middle of it; nothing where none are.
SELECT coalesce(ST_AsMVT(feature, 'more', 4096, 'geom'), '') AS tile
FROM (
    SELECT sum(left_out) AS n, ST_MakePoint(2048, 2048) AS geom
    FROM drawing
    WHERE left_out IS NOT NULL AND zoom = :z
      AND geom && ST_MakeEnvelope(:west, :south, :east, :north, CAST(:srid AS integer))
    HAVING count(*) > 0
) AS feature
