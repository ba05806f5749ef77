-- Versions that were past when they were delivered: part of an asset's history, though the registry never held them.
INSERT INTO asset_history (
    asset_id, namespace, source_id, change, import_id, ended_on, row_hash, state, geom, curved_geom
)
SELECT DISTINCT ON (checked.namespace, checked.source_id, checked.row_hash)
    checked.asset_id, checked.namespace, checked.source_id, 'superseded', :import_id, checked.ended_on,
    checked.row_hash, {state}, checked.geom, checked.curved_geom
FROM staging_checked AS checked
WHERE checked.fate = 'superseded'
ON CONFLICT DO NOTHING
