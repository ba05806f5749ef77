-- What a later delivery (not undone) found unchanged it vouches for: such states stay, in its name.
WITH later AS (
    SELECT asset_id, min(seen.import_id) AS import_id
    FROM sighting AS seen CROSS JOIN LATERAL unnest(seen.asset_ids) AS asset_id
    WHERE seen.import_id > :import_id
      AND NOT EXISTS (SELECT FROM "import" AS undo WHERE undo.undoes = seen.import_id)
    GROUP BY asset_id
), past AS (
    UPDATE asset_history AS history SET from_import_id = later.import_id
    FROM later
    WHERE history.asset_id = later.asset_id AND history.from_import_id = :import_id
      AND history.change <> 'undone' AND later.import_id < history.import_id
)
UPDATE asset SET import_id = later.import_id
FROM later
WHERE asset.id = later.asset_id AND asset.import_id = :import_id
