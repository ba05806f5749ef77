-- What this import found unchanged, it vouches for too: one array, so that a repeated delivery stays cheap.
INSERT INTO sighting (import_id, asset_ids)
SELECT :import_id, array_agg(asset_id ORDER BY asset_id)
FROM staging_checked WHERE fate = 'unchanged'
HAVING count(*) > 0
