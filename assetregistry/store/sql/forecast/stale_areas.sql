-- The areas that hold an asset of which the cohorts do not yet know what it has become.
SELECT DISTINCT area_id
FROM stale_asset
JOIN asset_area USING (asset_id)
WHERE stale_asset.version > (SELECT cohorts_version FROM registry_state)
