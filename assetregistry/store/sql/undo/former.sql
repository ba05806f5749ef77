-- The assets whose present state rests on the import alone, with the state that stands without it: the latest that an
-- import not undone has given (held), unless one not undone has closed it since (gone); history_id null: the asset goes.
-- Imports are numbered in the order in which they were done. The undo itself is there already, so its import counts as
-- undone.
CREATE TEMP TABLE former ON COMMIT DROP AS
SELECT
    asset.id AS asset_id,
    CASE WHEN gone.import_id IS NULL OR gone.import_id < held.from_import_id THEN held.id END AS history_id
FROM asset
{standing}
WHERE asset.import_id = :import_id
