-- The recipes of what is or may be made of a material, as lists of assets know them.
SELECT DISTINCT mix.recipe_id
FROM catalogue_mix AS mix
JOIN catalogue_layer AS layer ON layer.asset_type = mix.member
WHERE layer.material = :material
