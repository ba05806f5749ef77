-- Which rungs have anything to stand on.
SELECT
    ARRAY(SELECT DISTINCT kind FROM statement WHERE replaced_by IS NULL) AS kinds,
    EXISTS (SELECT FROM staging_told WHERE starts_with(asset_type, :sewer_prefix)) AS sewers,
    EXISTS (SELECT FROM area WHERE kind = :area_kind) AS neighbourhoods,
    EXISTS (SELECT FROM staging_told WHERE built_basis = 'unknown') AS undated
