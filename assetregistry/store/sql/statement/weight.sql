-- What an import said and replaced: `notes`, nothing but words of which no number is made; `statements`, nothing that takes
-- assets in or out of the present; `by_name`, no more than :most of these, each of one asset that it names.
SELECT
    coalesce(bool_and(kind = 'corrections' AND year_from IS NULL AND asset_type IS NULL), false) AS notes,
    coalesce(bool_and(kind <> 'removals'), false) AS statements,
    coalesce(bool_and(kind <> 'removals' AND subject IS NOT NULL) AND count(*) <= :most, false) AS by_name
FROM statement
WHERE import_id = :import_id OR replaced_by = :import_id
