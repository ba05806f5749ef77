-- What a list shows of each asset of :ids, in that order.
SELECT
    asset.id, asset.namespace, asset.source_id, life.asset_type, asset.name, asset.owner, asset.source_material,
    life.built_from, life.built_to, life.built_basis,
    CAST(floor(outlook.end_p50) AS integer) AS end_year,
    CAST(floor(outlook.end_p10) AS integer) AS end_from, CAST(floor(outlook.end_p90) AS integer) AS end_to,
    life.condition, CAST(life.condition_on AS text) AS condition_on,
    mass.kg,
    asset.length_m, asset.area_m2,
    ST_AsGeoJSON(ST_Transform(asset.geom, 4326), 7) AS geometry
FROM unnest(CAST(:ids AS bigint[])) WITH ORDINALITY AS wanted (id, position)
JOIN asset ON asset.id = wanted.id
JOIN asset_life AS life ON life.asset_id = asset.id
LEFT JOIN outlook ON outlook.id = life.outlook_id
LEFT JOIN (
    -- Told as a list, the planner knows how many they are.
    SELECT asset_id, sum(kg) AS kg FROM asset_layer WHERE asset_id = ANY (CAST(:ids AS bigint[])) GROUP BY asset_id
) AS mass ON mass.asset_id = asset.id
ORDER BY wanted.position
