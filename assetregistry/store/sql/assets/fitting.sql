-- The ids of assets that fit, at most :most, in no order.
SELECT asset.id
FROM asset
JOIN asset_life AS life ON life.asset_id = asset.id
LEFT JOIN outlook ON outlook.id = life.outlook_id
WHERE {fits}
LIMIT :most
