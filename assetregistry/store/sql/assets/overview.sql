-- One representative point per asset, for maps that are files; the year built where it was told.
SELECT
    asset.id, life.asset_type,
    ST_X(point.geom) AS lon, ST_Y(point.geom) AS lat,
    outlook.end_p50 AS end_year,
    coalesce(mass.kg, 0) AS kg,
    asset.name AS label, CASE WHEN life.renewed_by IS NULL THEN life.built_to END AS built_year, mass.material,
    life.condition
FROM asset
CROSS JOIN LATERAL (SELECT ST_Transform(ST_PointOnSurface(asset.geom), 4326) AS geom) AS point
JOIN asset_life AS life ON life.asset_id = asset.id
LEFT JOIN outlook ON outlook.id = life.outlook_id
LEFT JOIN (
    SELECT
        made.asset_id, sum(made.kg) AS kg,
        (array_agg(coalesce(made.told_material, layer.material) ORDER BY made.kg DESC, layer.id))[1] AS material
    FROM asset_layer AS made JOIN catalogue_layer AS layer ON layer.id = abs(made.layer_id) % 1000000
    GROUP BY made.asset_id
) AS mass ON mass.asset_id = asset.id
WHERE CAST(:area_id AS integer) IS NULL OR EXISTS (
    SELECT FROM asset_area WHERE asset_area.asset_id = asset.id AND asset_area.area_id = :area_id)
ORDER BY asset.id
