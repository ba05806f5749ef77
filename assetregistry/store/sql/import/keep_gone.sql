WITH shares AS (
    DELETE FROM asset_area USING gone WHERE asset_area.asset_id = gone.asset_id
), moved AS (
    DELETE FROM asset USING gone WHERE asset.id = gone.asset_id
    RETURNING asset.*, gone.change AS gone_change, gone.ended_on AS gone_on, gone.reason AS gone_reason
)
INSERT INTO asset_history (
    asset_id, namespace, source_id, change, import_id, from_import_id, recorded_from, ended_on, reason, row_hash, state,
    geom, curved_geom
)
SELECT
    moved.id, moved.namespace, moved.source_id, moved.gone_change, :import_id, moved.import_id, moved.recorded_from,
    moved.gone_on, moved.gone_reason, moved.row_hash, {state}, moved.geom, moved.curved_geom
FROM moved
