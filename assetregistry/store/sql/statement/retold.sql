-- The assets that an import's statements, or those that it replaced, name.
INSERT INTO retold_asset (version, asset_id)
SELECT DISTINCT state.data_version, asset.id
FROM statement
JOIN asset ON asset.namespace = statement.subject_namespace AND asset.source_id = statement.subject
CROSS JOIN registry_state AS state
WHERE statement.import_id = :import_id OR statement.replaced_by = :import_id
