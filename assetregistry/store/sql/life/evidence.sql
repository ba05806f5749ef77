-- All evidence of one asset, and what the statement said that it comes from.
SELECT
    found.about, found.rank, found.basis, found.year_from, found.year_to, found.asset_type, found.told_on, found.things,
    found.statement_id, found.sewer_id, sewer.source_id AS sewer, statement.name, statement.reason, statement.condition,
    statement.year_from AS said_from, statement.year_to AS said_to, statement.import_id, statement.namespace,
    dataset.name AS dataset
FROM asset_evidence AS found
LEFT JOIN statement ON statement.id = found.statement_id
LEFT JOIN "import" AS taken ON taken.id = statement.import_id
LEFT JOIN dataset ON dataset.id = taken.dataset_id
LEFT JOIN asset AS sewer ON sewer.id = found.sewer_id
WHERE found.asset_id = :id
ORDER BY array_position(ARRAY['type', 'built', 'clock', 'works', 'sewer', 'past'], found.about), found.rank
