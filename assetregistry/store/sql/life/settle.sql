-- The best evidence becomes what the asset runs on. A year that was inferred is that of the first thing there: where that
-- has outlived its mean life, it may have been renewed until today.
UPDATE asset_life AS held
SET built_from = life.built_from, built_to = life.built_to, built_basis = life.built_basis, renewed_by = life.renewed_by,
    clock_from = life.clock_from, clock_to = life.clock_to, clock_basis = life.clock_basis, works_year = life.works_year,
    sewer_lifetime = life.sewer_lifetime, sewer_built_from = life.sewer_built_from, sewer_built_to = life.sewer_built_to,
    outlook_id = {outlook_id}
FROM (
    SELECT
        told.asset_id, told.asset_type, told.suspect, dated.*, known.works_year, sewer_layer.lifetime AS sewer_lifetime,
        known.sewer_built_from, known.sewer_built_to,
        coalesce(known.clock_from, dated.built_from) AS clock_from,
        CASE
            WHEN known.clock_from IS NOT NULL THEN known.clock_to
            WHEN dated.renewed_by - dated.built_to > layer.mean_years THEN dated.renewed_by
            ELSE dated.built_to
        END AS clock_to,
        CASE WHEN known.clock_from IS NULL THEN 'catalogue' ELSE 'inspection' END AS clock_basis
    FROM (
        SELECT
            asset_id,
            max(basis) FILTER (WHERE about = 'built') AS built_basis,
            max(year_from) FILTER (WHERE about = 'built') AS built_from,
            max(year_to) FILTER (WHERE about = 'built') AS built_to,
            max(year_from) FILTER (WHERE about = 'clock') AS clock_from,
            max(year_to) FILTER (WHERE about = 'clock') AS clock_to,
            max(year_from) FILTER (WHERE about = 'works') AS works_year,
            max(sewer_id) FILTER (WHERE about = 'sewer') AS sewer_id,
            max(year_from) FILTER (WHERE about = 'sewer') AS sewer_built_from,
            max(year_to) FILTER (WHERE about = 'sewer') AS sewer_built_to
        FROM asset_evidence
        WHERE rank = 1
        GROUP BY asset_id
    ) AS known
    JOIN asset_life AS told ON told.asset_id = known.asset_id
    JOIN catalogue_type AS type ON type.code = told.asset_type
    LEFT JOIN catalogue_layer AS layer ON layer.id = type.lead_layer_id
    LEFT JOIN asset_life AS sewer ON sewer.asset_id = known.sewer_id
    LEFT JOIN catalogue_type AS sewer_type ON sewer_type.code = sewer.asset_type
    LEFT JOIN catalogue_layer AS sewer_layer ON sewer_layer.id = sewer_type.lead_layer_id
    CROSS JOIN LATERAL (
        SELECT
            coalesce(told.built_from, known.built_from) AS built_from,
            coalesce(told.built_to, known.built_to) AS built_to,
            CASE WHEN told.built_from IS NULL AND known.built_from IS NOT NULL THEN known.built_basis
                 ELSE told.built_basis END AS built_basis,
            CASE WHEN told.built_from IS NULL AND known.built_from IS NOT NULL THEN CAST(:year AS smallint) END AS renewed_by
    ) AS dated
) AS life
WHERE life.asset_id = held.asset_id
