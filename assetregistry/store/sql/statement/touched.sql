-- The layers of the assets that a planned work touches, as the forecast takes it: those that the work is evidence for. (Given
-- as an array they are asked for one by one; joined, the layers of all assets would be worked out.)
WITH touched AS MATERIALIZED (
    SELECT DISTINCT asset_id FROM asset_evidence WHERE statement_id = :id AND about IN ('works', 'past', 'lining')
)
SELECT
    asset.id, life.asset_type, asset.name, part.layer_id, part.suspect, coalesce(part.kg, 0) AS kg
FROM touched
JOIN asset ON asset.id = touched.asset_id
JOIN asset_life AS life ON life.asset_id = asset.id
LEFT JOIN asset_layer AS part ON part.asset_id = asset.id AND part.asset_id = ANY(ARRAY(SELECT asset_id FROM touched))
