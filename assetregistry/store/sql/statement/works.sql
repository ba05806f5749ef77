-- Planned works that stand; those that name an asset and no place are where that asset is.
SELECT
    statement.id, statement.namespace, statement.source_id, statement.name, statement.reason,
    statement.year_from, statement.year_to, statement.subject,
    ST_AsGeoJSON(ST_Transform(coalesce(statement.geom, asset.geom), 4326), 6) AS geometry
FROM statement
LEFT JOIN asset ON asset.namespace = statement.subject_namespace AND asset.source_id = statement.subject
WHERE
    statement.kind = 'planned_works'
    AND statement.replaced_by IS NULL
    AND coalesce(statement.geom, asset.geom) IS NOT NULL
ORDER BY statement.year_from, statement.id
LIMIT :limit
