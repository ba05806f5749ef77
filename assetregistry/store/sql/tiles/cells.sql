-- The cells of grid level :level, whose side is :size_m. The id is made of level and place, so it is the same in every
-- data version. Kilograms to three digits: more would only make tiles larger.
WITH drawn AS MATERIALIZED (
    SELECT
        (CAST(level AS bigint) << 46) + (CAST(east + 4194304 AS bigint) << 23) + north + 4194304 AS id,
        assets AS n,
        CASE WHEN kg > 0 THEN CAST(round(
            CAST(kg AS numeric), 2 - CAST(floor(log(CAST(kg AS numeric))) AS integer)) AS bigint) ELSE 0 END AS kg,
        ST_AsMVTGeom(
            ST_Transform(ST_MakeEnvelope(
                east * :size_m, north * :size_m, (east + 1) * :size_m, (north + 1) * :size_m, CAST(:srid AS integer)), 3857),
            ST_TileEnvelope(:z, :x, :y), 4096, 64, true
        ) AS geom
    FROM cell
    WHERE level = :level
      AND east BETWEEN CAST(floor(:west / :size_m) AS integer) AND CAST(floor(:east / :size_m) AS integer)
      AND north BETWEEN CAST(floor(:south / :size_m) AS integer) AND CAST(floor(:north / :size_m) AS integer)
)
SELECT coalesce(ST_AsMVT(feature, :layer, 4096, 'geom', 'id'), '') AS tile
FROM (SELECT id, n, kg, geom FROM drawn WHERE geom IS NOT NULL ORDER BY id) AS feature
