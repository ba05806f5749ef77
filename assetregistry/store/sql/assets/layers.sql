SELECT member, weight, layer_id, position, quantity, kg_low, kg, kg_high, suspect
FROM asset_layer
WHERE asset_id = :id
ORDER BY weight DESC, member, position
