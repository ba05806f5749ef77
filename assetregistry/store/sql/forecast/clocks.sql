-- Each combination of type and building interval that occurs, with the layer whose end is the asset's end: the first
-- one (the surface of a road, the post of a lamp) of its likeliest type.
SELECT DISTINCT
    asset.asset_type, asset.built_from, asset.built_to, layer.lifetime, layer.material_number,
    EXISTS (
        SELECT FROM catalogue_mix AS mix JOIN catalogue_layer AS any_layer ON any_layer.asset_type = mix.member
        WHERE mix.asset_type = asset.asset_type AND any_layer.hazard IS NOT NULL
          AND (any_layer.suspect_before IS NULL OR asset.built_from IS NULL
               OR asset.built_from < any_layer.suspect_before)
    ) AS suspect
FROM asset
JOIN LATERAL (
    SELECT member FROM catalogue_mix WHERE catalogue_mix.asset_type = asset.asset_type
    ORDER BY weight DESC, member LIMIT 1
) AS likeliest ON true
JOIN catalogue_layer AS layer ON layer.asset_type = likeliest.member AND layer.position = 0
