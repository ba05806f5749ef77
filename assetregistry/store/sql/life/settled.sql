-- The best evidence is what each asset runs on. A year that was inferred is that of the first thing there: where that has
-- outlived its mean life, it may have been renewed until today. A pipe that is lined lives as its lining does: since that
-- came, or since what was seen of it later; one that is planned is a new start. Its condition is what the inspection found
-- that its clock heeds, in whole steps from :best to :worst. Columns as in asset_life.
CREATE UNLOGGED TABLE staging_asset_life AS
SELECT
    life.asset_id, life.asset_type, life.built_from, life.built_to, life.built_basis, life.renewed_by, life.clock_from,
    life.clock_to, life.clock_basis, life.works_year, life.sewer_lifetime, life.sewer_built_from, life.sewer_built_to,
    life.suspect,
    hash_record_extended(ROW(
        life.recipe_id, life.clock_from, life.clock_to, life.works_year, life.sewer_lifetime, life.sewer_built_from,
        life.sewer_built_to, life.suspect, life.lining_from IS NOT NULL
    ), 0) AS outlook_id,
    life.lining_from, life.lining_to, life.lining_basis, life.recipe_id, life.condition, life.condition_on
FROM (
    SELECT
        told.asset_id, told.asset_type, told.recipe_id, told.suspect, dated.*, works.year AS works_year,
        coalesce(sewer_lining.lifetime, sewer_layer.lifetime) AS sewer_lifetime,
        known.sewer_built_from, known.sewer_built_to,
        known.lining_from, known.lining_to, known.lining_basis,
        CASE WHEN inspected.id IS NOT NULL
            THEN CAST(least(greatest(floor(inspected.condition + 0.5), :best), :worst) AS smallint) END AS condition,
        inspected.happened_on AS condition_on,
        coalesce(known.planned_from, known.clock_from, known.lining_from, dated.built_from) AS clock_from,
        CASE
            WHEN known.planned_from IS NOT NULL THEN known.lining_to
            WHEN known.clock_from IS NOT NULL THEN known.clock_to
            WHEN known.lining_from IS NOT NULL THEN known.lining_to
            WHEN dated.renewed_by - dated.built_to > layer.mean_years THEN dated.renewed_by
            ELSE dated.built_to
        END AS clock_to,
        CASE
            WHEN known.planned_from IS NULL AND known.clock_from IS NOT NULL THEN 'inspection'
            WHEN known.lining_from IS NOT NULL THEN 'lining'
            ELSE 'catalogue'
        END AS clock_basis
    FROM staging_told AS told
    JOIN catalogue_recipe AS recipe ON recipe.id = told.recipe_id
    LEFT JOIN catalogue_layer AS layer ON layer.id = recipe.lead_layer_id
    LEFT JOIN (
        SELECT
            asset_id,
            max(basis) FILTER (WHERE about = 'built') AS built_basis,
            max(year_from) FILTER (WHERE about = 'built') AS built_from,
            max(year_to) FILTER (WHERE about = 'built') AS built_to,
            max(year_from) FILTER (WHERE about = 'clock') AS clock_from,
            max(year_to) FILTER (WHERE about = 'clock') AS clock_to,
            max(statement_id) FILTER (WHERE about = 'clock') AS inspection_id,
            max(year_from) FILTER (WHERE about = 'lining') AS lining_from,
            max(year_to) FILTER (WHERE about = 'lining') AS lining_to,
            max(basis) FILTER (WHERE about = 'lining') AS lining_basis,
            max(year_from) FILTER (WHERE about = 'lining' AND basis = 'planned_work') AS planned_from,
            max(sewer_id) FILTER (WHERE about = 'sewer') AS sewer_id,
            max(year_from) FILTER (WHERE about = 'sewer') AS sewer_built_from,
            max(year_to) FILTER (WHERE about = 'sewer') AS sewer_built_to
        FROM staging_asset_evidence
        WHERE rank = 1
        GROUP BY asset_id
    ) AS known ON known.asset_id = told.asset_id
    LEFT JOIN statement AS inspected ON inspected.id = known.inspection_id
    LEFT JOIN staging_asset_works AS works ON works.asset_id = told.asset_id AND works.lifetime = layer.lifetime
    LEFT JOIN staging_told AS sewer ON sewer.asset_id = known.sewer_id
    LEFT JOIN catalogue_recipe AS sewer_recipe ON sewer_recipe.id = sewer.recipe_id
    LEFT JOIN catalogue_layer AS sewer_layer ON sewer_layer.id = sewer_recipe.lead_layer_id
    LEFT JOIN staging_asset_evidence AS sewer_lined ON sewer_lined.asset_id = known.sewer_id
        AND sewer_lined.about = 'lining' AND sewer_lined.rank = 1
    LEFT JOIN catalogue_recipe AS lining_recipe ON lining_recipe.code = 'sewer_lining' AND sewer_lined.asset_id IS NOT NULL
    LEFT JOIN catalogue_layer AS sewer_lining ON sewer_lining.id = lining_recipe.lead_layer_id
    CROSS JOIN LATERAL (
        SELECT
            coalesce(told.built_from, known.built_from) AS built_from,
            coalesce(told.built_to, known.built_to) AS built_to,
            CASE WHEN told.built_from IS NULL THEN coalesce(known.built_basis, 'unknown') ELSE told.built_basis
            END AS built_basis,
            CASE WHEN told.built_from IS NULL AND known.built_from IS NOT NULL THEN CAST(:year AS smallint) END AS renewed_by
    ) AS dated
) AS life
