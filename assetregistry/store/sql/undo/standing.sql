LEFT JOIN LATERAL (
    SELECT history.id, history.from_import_id FROM asset_history AS history
    WHERE history.namespace = {row}.namespace AND history.source_id = {row}.source_id
      AND history.from_import_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM "import" AS undo WHERE undo.undoes = history.from_import_id)
    ORDER BY history.from_import_id DESC, history.id DESC LIMIT 1
) AS held ON true
LEFT JOIN LATERAL (
    SELECT max(history.import_id) AS import_id FROM asset_history AS history
    WHERE history.namespace = {row}.namespace AND history.source_id = {row}.source_id
      AND history.change IN ('closed', 'ended', 'removed')
      AND NOT EXISTS (SELECT FROM "import" AS undo WHERE undo.undoes = history.import_id)
) AS gone ON true
