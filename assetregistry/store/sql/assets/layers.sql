SELECT
    member, weight, layer_id, position, quantity, kg_low, kg, kg_high, suspect, built_from, built_to, works_year,
    sewer_lifetime, sewer_built_from, sewer_built_to
FROM asset_layer
WHERE asset_id = :id
ORDER BY weight DESC, member, position
