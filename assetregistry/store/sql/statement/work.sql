-- One planned work that stands, and the import that said it.
SELECT
    statement.id, statement.namespace, statement.source_id, statement.name, statement.reason,
    statement.year_from, statement.year_to, statement.subject,
    ST_AsGeoJSON(ST_Transform(coalesce(statement.geom, asset.geom), 4326), 6) AS geometry,
    taken.id AS import_id, dataset.name AS dataset, taken.source, taken.layer, taken.delivered_on
FROM statement
JOIN "import" AS taken ON taken.id = statement.import_id
JOIN dataset ON dataset.id = taken.dataset_id
LEFT JOIN asset ON asset.namespace = statement.subject_namespace AND asset.source_id = statement.subject
WHERE statement.id = :id AND statement.kind = 'planned_works' AND statement.replaced_by IS NULL
