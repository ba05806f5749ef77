-- Rows still in quarantine; geometry as EWKB in the source's CRS, null where it cannot be read.
SELECT
    row_number, code, message, attributes,
    CASE WHEN source_wkb IS NOT NULL THEN ST_AsBinary(ST_CurveToLine(pg_temp.try_geometry(source_wkb))) END AS geometry
FROM quarantine_row
WHERE import_id = :import_id AND replayed_by IS NULL
ORDER BY row_number
