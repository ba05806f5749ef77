-- Areas in which lots stand, with how many and how much.
WITH lots AS (
    SELECT
        state ->> 'areaCode' AS code, count(*) AS n,
        CAST(round(CAST(sum(CAST(state ->> 'p50Kg' AS double precision)) AS numeric)) AS bigint) AS kg,
        min(CAST(state ->> 'windowFrom' AS integer)) AS w
    FROM offer
    WHERE state IS NOT NULL
    GROUP BY state ->> 'areaCode'
), drawn AS MATERIALIZED (
    SELECT
        area.id, lots.n, lots.kg, lots.w, area.code,
        ST_AsMVTGeom(
            ST_Transform(ST_Simplify(area.geom, :tolerance_m, true), 3857),
            ST_TileEnvelope(:z, :x, :y), 4096, 64, true
        ) AS geom
    FROM lots
    JOIN area USING (code)
    WHERE area.geom && ST_MakeEnvelope(:west, :south, :east, :north, CAST(:srid AS integer))
)
SELECT coalesce(ST_AsMVT(feature, :layer, 4096, 'geom', 'id'), '') AS tile
FROM (SELECT id, n, kg, w, code, geom FROM drawn WHERE geom IS NOT NULL ORDER BY id) AS feature
