-- One layer of areas of one kind; outlines to half a pixel. Every area is whole at the zooms where it fits a tile. (An outline
-- that crosses itself after simplifying is mended by ST_AsMVTGeom; to prevent it takes, from afar, ten times as long as all else.)
WITH drawn AS MATERIALIZED (
    SELECT
        area.id, area.code, area.name, CAST(round(area.area_ha) AS integer) AS ha,
        ST_AsMVTGeom(
            ST_Transform(ST_Simplify(area.geom, :tolerance_m, true), 3857),
            ST_TileEnvelope(:z, :x, :y), 4096, 64, true
        ) AS geom
    FROM area
    WHERE area.kind = :layer AND area.geom && ST_MakeEnvelope(:west, :south, :east, :north, CAST(:srid AS integer))
)
SELECT coalesce(ST_AsMVT(feature, :layer, 4096, 'geom', 'id'), '') AS tile
FROM (SELECT id, code, name, ha, geom FROM drawn WHERE geom IS NOT NULL ORDER BY id) AS feature
