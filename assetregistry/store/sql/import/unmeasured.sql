-- Assets whose recipe needs a measure that their geometry and attributes do not give: they weigh nothing.
SELECT asset_type, CAST(sum(row_count) AS bigint) AS assets
FROM tally
WHERE fate IN ('inserted', 'updated')
  AND EXISTS (
      SELECT FROM catalogue_recipe AS recipe
      JOIN catalogue_mix AS mix ON mix.recipe_id = recipe.id
      JOIN catalogue_layer AS layer ON layer.asset_type = mix.member
      WHERE recipe.asset_type = tally.asset_type
        AND (layer.per = 'area_m2' AND tally.no_area OR layer.per IN ('length_m', 'wall_m3') AND tally.no_length)
  )
GROUP BY asset_type
ORDER BY asset_type
