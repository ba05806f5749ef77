INSERT INTO asset_history (
    asset_id, namespace, source_id, change, import_id, from_import_id, recorded_from, row_hash, state, geom, curved_geom
)
SELECT
    asset.id, asset.namespace, asset.source_id, 'updated', :import_id, asset.import_id, asset.recorded_from,
    asset.row_hash, {state}, asset.geom, asset.curved_geom
FROM asset
JOIN staging_checked AS checked ON checked.asset_id = asset.id AND checked.fate = 'updated'
