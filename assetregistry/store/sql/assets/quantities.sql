-- What each owner has of each type and recipe.
SELECT
    asset.owner, life.asset_type, recipe.code AS recipe, count(*) AS assets, coalesce(sum(asset.area_m2), 0) AS area_m2,
    coalesce(sum(asset.length_m), 0) AS length_m
FROM asset
JOIN asset_life AS life ON life.asset_id = asset.id
JOIN catalogue_recipe AS recipe ON recipe.id = life.recipe_id
GROUP BY asset.owner, life.asset_type, recipe.code
ORDER BY asset.owner, life.asset_type, recipe.code
