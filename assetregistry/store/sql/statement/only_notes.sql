-- Whether an import said nothing but notes, and replaced nothing else: words of which no number is made.
SELECT coalesce(bool_and(kind = 'corrections' AND year_from IS NULL AND asset_type IS NULL), false)
FROM statement
WHERE import_id = :import_id OR replaced_by = :import_id
