SELECT
    member, CASE WHEN told_by IS NULL THEN weight ELSE 1 END AS weight, told_by, told_layer, told_material,
    told_measured, layer_id, position, quantity, kg_low, kg, kg_high, suspect, built_from, built_to, works_year,
    sewer_lifetime, sewer_built_from, sewer_built_to
FROM asset_layer
WHERE asset_id = :id
ORDER BY asset_layer.weight DESC, member, position, told_layer, told_material
