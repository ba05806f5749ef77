-- What an import said and replaced: `notes`, nothing but words of which no number is made; `statements`, nothing that takes
-- assets in or out of the present.
SELECT
    coalesce(bool_and(kind = 'corrections' AND year_from IS NULL AND asset_type IS NULL), false) AS notes,
    coalesce(bool_and(kind <> 'removals'), false) AS statements
FROM statement
WHERE import_id = :import_id OR replaced_by = :import_id
