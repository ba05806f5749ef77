-- Each combination of recipe and clock that occurs, with the layer whose end is the asset's end: the first one (the surface of
-- a road, the post of a lamp) of its likeliest type. A pipe that is lined ends as its lining does.
SELECT
    life.outlook_id AS id, life.asset_type, life.clock_from AS built_from, life.clock_to AS built_to, life.works_year,
    life.sewer_lifetime, life.sewer_built_from, life.sewer_built_to,
    coalesce(lining.lifetime, layer.lifetime) AS lifetime, layer.material_number, life.suspect
FROM (
    SELECT DISTINCT
        outlook_id, asset_type, recipe_id, clock_from, clock_to, works_year, sewer_lifetime, sewer_built_from, sewer_built_to, suspect,
        lining_from IS NOT NULL AS is_lined
    FROM asset_life
) AS life
JOIN catalogue_recipe AS recipe ON recipe.id = life.recipe_id
JOIN catalogue_layer AS layer ON layer.id = recipe.lead_layer_id
LEFT JOIN catalogue_recipe AS lining_recipe ON lining_recipe.code = 'sewer_lining' AND life.is_lined
LEFT JOIN catalogue_layer AS lining ON lining.id = lining_recipe.lead_layer_id
