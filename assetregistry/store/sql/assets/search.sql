-- A page of assets after :cursor (the last id seen), by id.
SELECT asset.id
FROM asset
JOIN asset_life AS life ON life.asset_id = asset.id
LEFT JOIN outlook ON outlook.id = life.outlook_id
WHERE asset.id > :cursor
  AND {fits}
ORDER BY asset.id
LIMIT :limit
