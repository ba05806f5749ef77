-- Every asset as its source and corrections tell it: the foot of every ladder. An asset of a type that may hold a hazard
-- is suspect unless its year is told and late enough. (A table made by CREATE AS is filled on all cores.)
CREATE UNLOGGED TABLE staging_told AS
SELECT
    asset.id AS asset_id, type.code AS asset_type,
    CASE WHEN built.asset_id IS NULL THEN asset.built_from ELSE built.year_from END AS built_from,
    CASE WHEN built.asset_id IS NULL THEN asset.built_to ELSE built.year_to END AS built_to,
    CASE WHEN built.asset_id IS NOT NULL THEN 'correction' WHEN asset.built_from IS NOT NULL THEN 'register' ELSE 'unknown'
    END AS built_basis,
    hazard.asset_type IS NOT NULL
        AND coalesce(coalesce(built.year_from, asset.built_from) < hazard.suspect_before, true) AS suspect
FROM asset
LEFT JOIN (
    SELECT DISTINCT ON (asset_id) asset_id, CAST(year_from AS smallint) AS year_from, CAST(year_to AS smallint) AS year_to
    FROM staging_evidence WHERE about = 'built'
    ORDER BY asset_id, told_on DESC, statement_id DESC
) AS built ON built.asset_id = asset.id
LEFT JOIN (
    SELECT DISTINCT ON (asset_id) asset_id, asset_type
    FROM staging_evidence WHERE about = 'type'
    ORDER BY asset_id, told_on DESC, statement_id DESC
) AS corrected ON corrected.asset_id = asset.id
JOIN catalogue_type AS type ON type.code = coalesce(corrected.asset_type, asset.asset_type)
LEFT JOIN (
    SELECT
        mix.asset_type,
        CASE WHEN bool_and(layer.suspect_before IS NOT NULL) THEN max(layer.suspect_before) END AS suspect_before
    FROM catalogue_mix AS mix JOIN catalogue_layer AS layer ON layer.asset_type = mix.member
    WHERE layer.hazard IS NOT NULL
    GROUP BY mix.asset_type
) AS hazard ON hazard.asset_type = type.code
