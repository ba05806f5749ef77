-- The assets whose present state rests on the import alone, with the state that stands without it: the latest that an
-- import not undone has given, unless one not undone has closed it since (history_id null: the asset goes). Imports are
-- numbered in the order in which they were done.
CREATE TEMP TABLE former ON COMMIT DROP AS
SELECT
    asset.id AS asset_id,
    CASE WHEN gone.import_id IS NULL OR gone.import_id < held.from_import_id THEN held.id END AS history_id
FROM asset
LEFT JOIN LATERAL (
    SELECT history.id, history.from_import_id FROM asset_history AS history
    WHERE history.namespace = asset.namespace AND history.source_id = asset.source_id
      AND history.from_import_id <> :import_id
      AND NOT EXISTS (SELECT FROM "import" AS undo WHERE undo.undoes = history.from_import_id)
    ORDER BY history.from_import_id DESC, history.id DESC LIMIT 1
) AS held ON true
LEFT JOIN LATERAL (
    SELECT max(history.import_id) AS import_id FROM asset_history AS history
    WHERE history.namespace = asset.namespace AND history.source_id = asset.source_id
      AND history.change IN ('closed', 'ended', 'removed')
      AND NOT EXISTS (SELECT FROM "import" AS undo WHERE undo.undoes = history.import_id)
) AS gone ON true
WHERE asset.import_id = :import_id
