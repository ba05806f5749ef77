-- Planned works with what they take out: the lifetimes of the first reason of which one phrase has all its words in the work's
-- name or reason, else all but the spared ones. The lists are those of `PlannedWorks` (catalogue/clock_rules.py). Made and
-- dropped within one transaction.
CREATE UNLOGGED TABLE staging_work AS
WITH lifetime AS (
    SELECT DISTINCT lifetime AS code FROM catalogue_layer
), takes AS (
    SELECT '' AS reason, code FROM lifetime WHERE code <> ALL(CAST(:spared AS text[]))
    UNION ALL
    SELECT everything.reason, code FROM unnest(CAST(:everything AS text[])) AS everything (reason) CROSS JOIN lifetime
    UNION ALL
    SELECT part.reason, part.code FROM unnest(CAST(:takers AS text[]), CAST(:taken AS text[])) AS part (reason, code)
)
SELECT
    statement.id AS statement_id, coalesce(told.reason, '') AS reason,
    ARRAY(SELECT code FROM takes WHERE takes.reason = coalesce(told.reason, '')) AS lifetimes
FROM statement
LEFT JOIN LATERAL (
    SELECT reason
    FROM unnest(CAST(:phrases AS text[]), CAST(:phrase_of AS text[])) WITH ORDINALITY AS known (phrase, reason, place)
    WHERE NOT EXISTS (
        SELECT FROM unnest(string_to_array(known.phrase, ' ')) AS part (word)
        WHERE position(part.word IN lower(concat_ws(' ', statement.name, statement.reason))) = 0
    )
    ORDER BY known.place
    LIMIT 1
) AS told ON true
WHERE statement.kind = 'planned_works' AND statement.replaced_by IS NULL
