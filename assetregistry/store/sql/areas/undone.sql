-- What an import of areas changed, with the next import that told of the same area (later_id), if any.
CREATE TEMP TABLE area_undone ON COMMIT DROP AS
SELECT change.code, change.fate, change.name, change.kind, change.geom, later.import_id AS later_id, later.fate AS later_fate
FROM area_change AS change
LEFT JOIN LATERAL (
    SELECT area_change.import_id, area_change.fate FROM area_change
    WHERE area_change.code = change.code AND area_change.import_id > change.import_id
    ORDER BY area_change.import_id LIMIT 1
) AS later ON true
WHERE change.import_id = :import_id AND change.fate <> 'unchanged'
