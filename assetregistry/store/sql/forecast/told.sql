SELECT asset.id, life.asset_type, asset.name, asset.owner, life.built_from, life.built_to
FROM asset JOIN asset_life AS life ON life.asset_id = asset.id
WHERE asset.id = ANY(CAST(:ids AS bigint[]))
