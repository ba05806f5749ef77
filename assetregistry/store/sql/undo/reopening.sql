-- What the import closed, the state that stands without it (as in `former`), and what is against opening it again:
-- there-again: it is in the registry; origin-undone: no import that gave it stands; closed-later: another import closed
-- it since; missing-later-too: a later full delivery (`later_id`) does not contain it either.
CREATE TEMP TABLE reopening ON COMMIT DROP AS
SELECT
    closed.id AS closed_id, held.id AS history_id, later.id AS later_id, closed.asset_id, closed.namespace,
    closed.source_id,
    CASE
        WHEN EXISTS (
            SELECT FROM asset WHERE asset.namespace = closed.namespace AND asset.source_id = closed.source_id
        ) THEN 'there-again'
        WHEN held.id IS NULL THEN 'origin-undone'
        WHEN gone.import_id > held.from_import_id THEN 'closed-later'
        WHEN later.id IS NOT NULL THEN 'missing-later-too'
    END AS conflict
FROM asset_history AS closed
JOIN "import" AS taken ON taken.id = closed.import_id
{standing}
LEFT JOIN LATERAL (
    SELECT min(full_one.id) AS id FROM "import" AS full_one
    WHERE full_one.dataset_id = taken.dataset_id AND full_one.id > taken.id AND full_one.undoes IS NULL
      AND closed.change = 'closed' AND full_one.receipt ->> 'delivery' = 'full'
      AND full_one.options ->> 'within' IS NOT DISTINCT FROM taken.options ->> 'within'
      AND NOT EXISTS (SELECT FROM "import" AS undo WHERE undo.undoes = full_one.id)
) AS later ON true
WHERE closed.import_id = :import_id AND closed.change IN ('closed', 'ended', 'removed')
