-- What only a change of assets or areas changes: how many assets, the kinds of areas with the median size of one, where all
-- assets and all areas lie (west, south, east, north in WGS 84; null: there are none). Reads every asset.
SELECT
    (SELECT count(*) FROM asset) AS assets,
    (
        SELECT jsonb_object_agg(kind, round(CAST(median_ha AS numeric), 2) ORDER BY kind)
        FROM (
            SELECT kind, percentile_cont(0.5) WITHIN GROUP (ORDER BY area_ha) AS median_ha FROM area GROUP BY kind
        ) AS sizes
    ) AS kind_ha,
    CASE WHEN asset_box IS NOT NULL THEN
        ARRAY[ST_XMin(asset_box), ST_YMin(asset_box), ST_XMax(asset_box), ST_YMax(asset_box)]
    END AS bounds,
    CASE WHEN area_box IS NOT NULL THEN
        ARRAY[ST_XMin(area_box), ST_YMin(area_box), ST_XMax(area_box), ST_YMax(area_box)]
    END AS area_bounds
FROM (
    SELECT
        ST_Transform(ST_SetSRID(CAST(assets.box AS geometry), CAST(:srid AS integer)), 4326) AS asset_box,
        ST_Transform(ST_SetSRID(CAST(areas.box AS geometry), CAST(:srid AS integer)), 4326) AS area_box
    FROM (SELECT ST_Extent(geom) AS box FROM asset) AS assets, (SELECT ST_Extent(geom) AS box FROM area) AS areas
) AS boxes
