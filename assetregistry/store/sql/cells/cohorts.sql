-- What cohorts share, as `forecast/read_cohorts` tells it of those of an area.
SELECT
    CAST(NULL AS text) AS area, asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime,
    sewer_built_from, sewer_built_to
FROM cell_key
WHERE id = ANY(CAST(:keys AS integer[]))
ORDER BY id
