-- One representative point per asset, for maps that are files.
SELECT
    asset.id, asset.asset_type,
    ST_X(point.geom) AS lon, ST_Y(point.geom) AS lat,
    outlook.end_p50 AS end_year,
    coalesce(mass.kg, 0) AS kg,
    asset.name AS label, asset.built_to AS built_year, mass.material
FROM asset
CROSS JOIN LATERAL (SELECT ST_Transform(ST_PointOnSurface(asset.geom), 4326) AS geom) AS point
LEFT JOIN outlook ON outlook.asset_type = asset.asset_type
    AND outlook.built_from IS NOT DISTINCT FROM asset.built_from
    AND outlook.built_to IS NOT DISTINCT FROM asset.built_to
LEFT JOIN (
    SELECT
        made.asset_id, sum(made.kg) AS kg,
        (array_agg(layer.material ORDER BY made.kg DESC, layer.id))[1] AS material
    FROM asset_layer AS made JOIN catalogue_layer AS layer ON layer.id = made.layer_id
    GROUP BY made.asset_id
) AS mass ON mass.asset_id = asset.id
WHERE CAST(:area_id AS integer) IS NULL OR EXISTS (
    SELECT FROM asset_area WHERE asset_area.asset_id = asset.id AND asset_area.area_id = :area_id)
ORDER BY asset.id
