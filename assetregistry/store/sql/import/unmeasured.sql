-- Assets whose recipe needs a measure that their geometry and attributes do not give: they weigh nothing.
SELECT asset.asset_type, count(*) AS assets
FROM asset
WHERE asset.import_id = :import_id
  AND EXISTS (
      SELECT FROM catalogue_mix AS mix JOIN catalogue_layer AS layer ON layer.asset_type = mix.member
      WHERE mix.asset_type = asset.asset_type
        AND (layer.per = 'area_m2' AND asset.area_m2 IS NULL
             OR layer.per IN ('length_m', 'wall_m3') AND asset.length_m IS NULL)
  )
GROUP BY asset.asset_type
