-- What the file as a whole must satisfy before anything is merged: owners, and types that the catalogue knows.
SELECT 'no-owner' AS problem, NULL AS value, count(*) AS rows
FROM staging_row WHERE reject_code IS NULL AND coalesce(owner, :owner) IS NULL
HAVING count(*) > 0
UNION ALL
SELECT 'unknown-type', asset_type, count(*)
FROM staging_row
WHERE reject_code IS NULL AND NOT EXISTS (SELECT FROM catalogue_type WHERE code = staging_row.asset_type)
GROUP BY asset_type
UNION ALL
SELECT 'unknown-organisation', code, count(DISTINCT row_number)
FROM (
    SELECT row_number, unnest(ARRAY[coalesce(owner, :owner), manager, source_holder]) AS code
    FROM staging_row WHERE reject_code IS NULL
) AS named
WHERE code IS NOT NULL AND NOT EXISTS (SELECT FROM organisation WHERE organisation.code = named.code)
GROUP BY code
