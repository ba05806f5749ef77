-- Which rungs have anything to stand on.
SELECT
    ARRAY(SELECT DISTINCT kind FROM statement WHERE replaced_by IS NULL) AS kinds,
    EXISTS (
        SELECT FROM asset JOIN catalogue_type AS type ON type.code = asset.asset_type AND starts_with(type.code, :sewer_prefix)
    ) AS sewers,
    EXISTS (SELECT FROM area WHERE kind = :area_kind) AS neighbourhoods,
    EXISTS (SELECT FROM asset WHERE built_from IS NULL) AS undated
