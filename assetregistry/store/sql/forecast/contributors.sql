-- The assets that give most of a forecast: each layer's kg times the factor of its clock, as the science gave it; and
-- how much all of them give together. An asset that lies in the area for a share counts for that share.
WITH factor AS (
    SELECT layer_id, coalesce(built_from, 0) AS built_from, coalesce(built_to, 0) AS built_to, value
    FROM unnest(
        CAST(:layer_ids AS integer[]), CAST(:built_from AS integer[]), CAST(:built_to AS integer[]),
        CAST(:factors AS double precision[])
    ) AS given (layer_id, built_from, built_to, value)
), gives AS (
    SELECT part.asset_id, sum(coalesce(asset_area.share, 1.0) * part.kg * factor.value) AS expected_kg
    FROM asset_layer AS part
    JOIN factor ON factor.layer_id = part.layer_id
        AND factor.built_from = coalesce(part.built_from, 0) AND factor.built_to = coalesce(part.built_to, 0)
    LEFT JOIN asset_area ON asset_area.asset_id = part.asset_id AND asset_area.area_id = :area_id
    WHERE part.suspect IS NULL AND (:area_id = 0 OR asset_area.area_id IS NOT NULL)
    GROUP BY part.asset_id
)
SELECT
    asset.id, asset.asset_type, asset.name, asset.owner, asset.built_from, asset.built_to, gives.expected_kg,
    count(*) OVER () AS assets, sum(gives.expected_kg) OVER () AS total_kg
FROM gives JOIN asset ON asset.id = gives.asset_id
WHERE gives.expected_kg > 0
ORDER BY gives.expected_kg DESC, asset.id
LIMIT :most
