-- Which rungs have anything to stand on.
SELECT
    ARRAY(SELECT DISTINCT kind FROM statement WHERE replaced_by IS NULL) AS kinds,
    EXISTS (SELECT FROM staging_told WHERE starts_with(asset_type, :sewer_prefix)) AS sewers,
    EXISTS (
        SELECT FROM staging_told JOIN catalogue_type AS type ON type.code = staging_told.asset_type
        WHERE type.type_group = ANY(CAST(:pipes AS text[]))
    ) AS pipes,
    EXISTS (SELECT FROM area WHERE kind = :area_kind) AS neighbourhoods,
    EXISTS (SELECT FROM staging_told WHERE built_basis = 'unknown') AS undated
