-- The assets of which an import's passports, or those that it replaced, speak. (What other statements change shows in the
-- lives that are derived of them.)
INSERT INTO stale_asset (version, asset_id)
SELECT DISTINCT state.data_version, asset.id
FROM statement
JOIN asset ON asset.namespace = statement.subject_namespace AND asset.source_id = statement.subject
CROSS JOIN registry_state AS state
WHERE statement.kind = 'passports' AND (statement.import_id = :import_id OR statement.replaced_by = :import_id)
