SELECT
    area.code AS area, cohort.asset_type, cohort.owner, cohort.layer_id, cohort.suspect,
    cohort.built_from, cohort.built_to, cohort.works_year, cohort.sewer_lifetime, cohort.sewer_built_from,
    cohort.sewer_built_to, cohort.assets AS count, cohort.kg, cohort.kg2
FROM cohort
LEFT JOIN area ON area.id = cohort.area_id
WHERE CASE
    WHEN CAST(:kind AS text) IS NOT NULL THEN area.kind = :kind
    ELSE cohort.area_id = :area_id
END
