-- The cells of a level as areas: squares of :size metres. Their numbers are told apart within a level; a corner never lies
-- 2^17 cells from the origin.
SELECT
    (CAST(north AS bigint) + 131072) * 262144 + east + 131072 AS id, east, north, assets, kg AS stock_kg,
    ST_Transform(
        ST_MakeEnvelope(east * :size, north * :size, (east + 1) * :size, (north + 1) * :size, CAST(:srid AS integer)), 4326
    ) AS geometry
FROM cell
WHERE level = :level AND (CAST(:east AS integer) IS NULL OR (east = :east AND north = :north))
