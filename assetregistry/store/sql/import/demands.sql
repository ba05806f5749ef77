-- What the file as a whole must satisfy before anything is merged: owners, and types that the catalogue knows.
-- :combinations of names, and in how many rows each occurs.
WITH combination AS (
    SELECT coalesce(owner, :owner) AS owner, manager, source_holder, asset_type, sum(rows) AS rows
    FROM jsonb_to_recordset(CAST(:combinations AS jsonb))
        AS named (owner text, manager text, source_holder text, asset_type text, rows bigint)
    GROUP BY 1, 2, 3, 4
)
SELECT 'no-owner' AS problem, NULL AS value, CAST(sum(rows) AS bigint) AS rows
FROM combination WHERE owner IS NULL
HAVING count(*) > 0
UNION ALL
SELECT 'unknown-type', asset_type, CAST(sum(rows) AS bigint)
FROM combination
WHERE NOT EXISTS (SELECT FROM catalogue_type WHERE code = combination.asset_type)
GROUP BY asset_type
UNION ALL
SELECT 'unknown-organisation', named.code, CAST(sum(rows) AS bigint)
FROM combination
CROSS JOIN LATERAL (
    SELECT DISTINCT code FROM unnest(ARRAY[owner, manager, source_holder]) AS code WHERE code IS NOT NULL
) AS named
WHERE NOT EXISTS (SELECT FROM organisation WHERE organisation.code = named.code)
GROUP BY named.code
