-- How an asset that is no more went, and by which import.
SELECT history.change, history.import_id, history.recorded_to, dataset.name AS dataset
FROM asset_history AS history
JOIN "import" AS taken ON taken.id = history.import_id
JOIN dataset ON dataset.id = taken.dataset_id
WHERE history.asset_id = :id
ORDER BY history.id DESC
LIMIT 1
