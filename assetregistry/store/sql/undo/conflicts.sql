-- What the undo left as it is: assets that a later import has changed since, and closed ones that cannot be opened again.
SELECT asset_id, namespace, source_id, 'changed-later' AS code, import_id AS because_of
FROM asset_history AS history
WHERE from_import_id = :import_id AND change = 'updated'
  AND import_id <> :import_id
  AND NOT EXISTS (SELECT FROM "import" AS undo WHERE undo.undoes = history.import_id)
UNION ALL
SELECT asset_id, namespace, source_id, conflict, later_id FROM reopening WHERE conflict IS NOT NULL
ORDER BY namespace, source_id
