-- Layers that share everything a forecast asks for; area 0 is the whole registry. An asset that lies in an area for a
-- share counts there with that share of its mass.
INSERT INTO cohort (
    area_id, asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
    sewer_built_to, assets, kg, kg2
)
SELECT
    area_id, asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
    sewer_built_to, count(*), sum(share * kg), sum((share * kg) ^ 2)
FROM (
    SELECT 0 AS area_id, 1.0 AS share, asset_layer.* FROM asset_layer
    UNION ALL
    SELECT asset_area.area_id, asset_area.share, asset_layer.*
    FROM asset_layer JOIN asset_area ON asset_area.asset_id = asset_layer.asset_id
) AS part
WHERE kg > 0
GROUP BY
    area_id, asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
    sewer_built_to
