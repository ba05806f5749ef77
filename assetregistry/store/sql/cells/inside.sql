-- The cohorts of whole cells, each array as PostgreSQL sends it: unpacked into rows here, adding them up takes several times
-- as long.
SELECT array_send(cohort_keys), array_send(cohort_assets), array_send(cohort_kg), array_send(cohort_kg2)
FROM unnest(CAST(:levels AS smallint[]), CAST(:easts AS integer[]), CAST(:norths AS integer[])) AS inside (level, east, north)
JOIN cell USING (level, east, north)
WHERE cohort_keys <> '{}'
