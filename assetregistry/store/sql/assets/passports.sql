-- What the assets of an area (null: all) are made of, a row per layer; an asset whose mass is not known has one row.
SELECT
    asset.id AS asset_id, asset.namespace, asset.source_id, asset.name, life.asset_type, asset.owner, asset.manager,
    asset.source_holder, life.built_from, life.built_to, life.built_basis, asset.length_m, asset.area_m2,
    asset.source_material, coalesce(asset_area.share, 1.0) AS share_in_area,
    part.member AS layer_asset_type, layer.position, coalesce(part.told_layer, layer.name) AS layer,
    coalesce(part.told_material, layer.material) AS material,
    CASE WHEN part.told_by IS NULL THEN part.weight ELSE 1 END AS chance, part.told_by, part.told_measured,
    part.kg_low, part.kg, part.kg_high, part.suspect,
    CASE WHEN part.layer_id < 0 THEN lining.lifetime ELSE layer.lifetime END AS lifetime,
    part.built_from AS clock_from, part.built_to AS clock_to, part.works_year, part.sewer_lifetime, part.sewer_built_from,
    part.sewer_built_to
FROM asset
JOIN asset_life AS life ON life.asset_id = asset.id
LEFT JOIN asset_area ON asset_area.asset_id = asset.id AND asset_area.area_id = CAST(:area_id AS integer)
LEFT JOIN asset_layer AS part ON part.asset_id = asset.id
LEFT JOIN catalogue_layer AS layer ON layer.id = abs(part.layer_id) % 1000000
LEFT JOIN catalogue_recipe AS lining_recipe ON lining_recipe.code = 'sewer_lining'
LEFT JOIN catalogue_layer AS lining ON lining.id = lining_recipe.lead_layer_id
WHERE CAST(:area_id AS integer) IS NULL OR asset_area.area_id IS NOT NULL
ORDER BY asset.id, part.weight DESC, part.member, layer.position, part.told_layer, part.told_material
