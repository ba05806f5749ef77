-- The edits of an asset, the newest first, also those that were undone: each keeps what it said.
SELECT
    taken.id AS import_id, taken.at, dataset.name AS dataset, taken.source, taken.options -> 'edit' -> 'said' AS said,
    taken.options -> 'edit' ->> 'key' AS key, taken.receipt, undo.id AS undone_by, undo.at AS undone_at
FROM "import" AS taken
JOIN dataset ON dataset.id = taken.dataset_id
LEFT JOIN "import" AS undo ON undo.undoes = taken.id
WHERE dataset.name = :dataset AND taken.options -> 'edit' ->> 'sourceId' = :source_id
  AND taken.options -> 'edit' ->> 'namespace' = :namespace
ORDER BY taken.id DESC
