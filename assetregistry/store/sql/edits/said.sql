-- What is and was said of an asset by name, the newest first; replaced_by null: it stands.
SELECT
    said.id, said.import_id, taken.at, dataset.name AS dataset, taken.source, said.kind, said.namespace, said.source_id,
    said.name, said.happened_on, said.year_from, said.year_to, said.condition, said.reason, said.layer, said.material,
    said.kg_low, said.kg, said.kg_high, said.asset_type, said.replaced_by
FROM statement AS said
JOIN "import" AS taken ON taken.id = said.import_id
JOIN dataset ON dataset.id = taken.dataset_id
WHERE said.subject = :source_id AND (said.subject_namespace IS NULL OR said.subject_namespace = :namespace)
ORDER BY said.import_id DESC, said.id
