-- Column by column, as `engine.run_columns` reads them: a million rows in a third of the time that rows take. Areas, types and
-- owners as their numbers, years that are not known as no number.
SELECT
    array_send(array_agg(cohort.area_id)) AS area,
    array_send(array_agg(type.number)) AS asset_type,
    array_send(array_agg(organisation.number)) AS owner,
    array_send(array_agg(cohort.layer_id)) AS layer_id,
    array_agg(cohort.suspect) AS suspect,
    array_send(array_agg(coalesce(CAST(cohort.built_from AS real), 'NaN'))) AS built_from,
    array_send(array_agg(coalesce(CAST(cohort.built_to AS real), 'NaN'))) AS built_to,
    array_send(array_agg(coalesce(CAST(cohort.works_year AS real), 'NaN'))) AS works_year,
    array_agg(cohort.sewer_lifetime) AS sewer_lifetime,
    array_send(array_agg(coalesce(CAST(cohort.sewer_built_from AS real), 'NaN'))) AS sewer_built_from,
    array_send(array_agg(coalesce(CAST(cohort.sewer_built_to AS real), 'NaN'))) AS sewer_built_to,
    array_send(array_agg(cohort.assets)) AS count,
    array_send(array_agg(cohort.kg)) AS kg,
    array_send(array_agg(cohort.kg2)) AS kg2
FROM cohort
JOIN catalogue_type AS type ON type.code = cohort.asset_type
JOIN organisation ON organisation.code = cohort.owner
LEFT JOIN area ON area.id = cohort.area_id
WHERE CASE
    WHEN CAST(:kind AS text) IS NOT NULL THEN area.kind = :kind
    ELSE cohort.area_id = :area_id
END
