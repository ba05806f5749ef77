-- Corrections of a year or a type by name of the asset; the newest first, whenever it came in. Those about one layer say
-- nothing of the whole.
INSERT INTO staging_evidence (asset_id, about, rung, basis, year_from, year_to, asset_type, told_on, statement_id)
SELECT
    asset.id, said.about, 1, 'correction', said.year_from, said.year_to, said.asset_type,
    coalesce(statement.happened_on, taken.delivered_on), statement.id
FROM statement
JOIN "import" AS taken ON taken.id = statement.import_id
JOIN {assets} AS asset ON asset.namespace = statement.subject_namespace AND asset.source_id = statement.subject
CROSS JOIN LATERAL (
    VALUES ('built', statement.year_from, statement.year_to, NULL), ('type', NULL, NULL, statement.asset_type)
) AS said (about, year_from, year_to, asset_type)
WHERE statement.kind = 'corrections' AND statement.replaced_by IS NULL AND statement.layer IS NULL
  AND (said.year_from IS NOT NULL OR said.asset_type IN (SELECT code FROM catalogue_type))
