-- What only a change of assets or areas changes: how many assets, the kinds of areas with the median size of one, the
-- extent of all assets (WGS 84). Reads every asset.
SELECT
    (SELECT count(*) FROM asset) AS assets,
    (
        SELECT jsonb_object_agg(kind, round(CAST(median_ha AS numeric), 2) ORDER BY kind)
        FROM (
            SELECT kind, percentile_cont(0.5) WITHIN GROUP (ORDER BY area_ha) AS median_ha FROM area GROUP BY kind
        ) AS sizes
    ) AS kind_ha,
    ST_XMin(box.geom) AS west, ST_YMin(box.geom) AS south, ST_XMax(box.geom) AS east, ST_YMax(box.geom) AS north
FROM (
    SELECT ST_Transform(ST_SetSRID(CAST(ST_Extent(geom) AS geometry), CAST(:srid AS integer)), 4326) AS geom
    FROM asset
) AS box
