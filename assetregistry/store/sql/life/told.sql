-- Every asset as its source and corrections tell it: the foot of every ladder. Its recipe follows its owner and the years
-- that were told; an unknown year is an interval without ends. An asset of a recipe that may hold a hazard is suspect unless
-- its year is told and late enough. (A table made by CREATE AS is filled on all cores.)
CREATE UNLOGGED TABLE staging_told AS
SELECT
    told.asset_id, told.asset_type, told.built_from, told.built_to, told.built_basis,
    hazard.recipe_id IS NOT NULL AND coalesce(told.built_from < hazard.suspect_before, true) AS suspect,
    told.recipe_id
FROM (
    SELECT
        asset.id AS asset_id, type.code AS asset_type, dated.*,
        CASE WHEN built.asset_id IS NOT NULL THEN 'correction' WHEN asset.built_from IS NOT NULL THEN 'register' ELSE 'unknown'
        END AS built_basis,
        coalesce(
            CASE WHEN varied.by_owner THEN (
                SELECT recipe.id FROM catalogue_recipe AS recipe
                WHERE recipe.asset_type = type.code AND recipe.owner = asset.owner
                  AND recipe.years @> int4range(dated.built_from, dated.built_to, '[]')
                ORDER BY recipe.rank
                LIMIT 1
            ) END,
            CASE WHEN varied.by_year AND dated.built_from IS NOT NULL THEN (
                SELECT recipe.id FROM catalogue_recipe AS recipe
                WHERE recipe.asset_type = type.code AND recipe.owner IS NULL
                  AND recipe.years @> int4range(dated.built_from, dated.built_to, '[]')
                ORDER BY recipe.rank
                LIMIT 1
            ) END,
            type.recipe_id
        ) AS recipe_id
    FROM {assets} AS asset
    LEFT JOIN (
        SELECT DISTINCT ON (asset_id)
            asset_id, CAST(year_from AS smallint) AS year_from, CAST(year_to AS smallint) AS year_to
        FROM staging_evidence WHERE about = 'built'
        ORDER BY asset_id, told_on DESC, statement_id DESC
    ) AS built ON built.asset_id = asset.id
    CROSS JOIN LATERAL (
        SELECT
            CASE WHEN built.asset_id IS NULL THEN asset.built_from ELSE built.year_from END AS built_from,
            CASE WHEN built.asset_id IS NULL THEN asset.built_to ELSE built.year_to END AS built_to
    ) AS dated
    LEFT JOIN (
        SELECT DISTINCT ON (asset_id) asset_id, asset_type
        FROM staging_evidence WHERE about = 'type'
        ORDER BY asset_id, told_on DESC, statement_id DESC
    ) AS corrected ON corrected.asset_id = asset.id
    JOIN catalogue_type AS type ON type.code = coalesce(corrected.asset_type, asset.asset_type)
    LEFT JOIN (
        SELECT
            asset_type, bool_or(owner IS NOT NULL) AS by_owner,
            bool_or(owner IS NULL AND years <> '(,)') AS by_year
        FROM catalogue_recipe
        GROUP BY asset_type
    ) AS varied ON varied.asset_type = type.code
) AS told
LEFT JOIN (
    SELECT
        mix.recipe_id,
        CASE WHEN bool_and(layer.suspect_before IS NOT NULL) THEN max(layer.suspect_before) END AS suspect_before
    FROM catalogue_mix AS mix JOIN catalogue_layer AS layer ON layer.asset_type = mix.member
    WHERE layer.hazard IS NOT NULL
    GROUP BY mix.recipe_id
) AS hazard ON hazard.recipe_id = told.recipe_id
