-- The cohorts of whole cells, by their key, and those of assets with their shares, as `forecast/read_cohorts` gives those of an
-- area. (All come as arrays, of which PostgreSQL knows the length and so how best to join them.)
WITH part AS (
    SELECT
        asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
        sewer_built_to,
        count(*) AS assets, sum(share * kg) AS kg, sum((share * kg) ^ 2) AS kg2
    FROM unnest(CAST(:asset_ids AS bigint[]), CAST(:shares AS double precision[])) AS given (asset_id, share)
    JOIN asset_layer USING (asset_id)
    WHERE asset_layer.asset_id = ANY(CAST(:asset_ids AS bigint[])) AND share > 1e-9 AND kg > 0
    GROUP BY asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
    sewer_built_to
)
SELECT
    CAST(NULL AS text) AS area, asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
    sewer_built_to,
    CAST(sum(assets) AS bigint) AS count, sum(kg) AS kg, sum(kg2) AS kg2
FROM (
    SELECT asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
    sewer_built_to, assets, kg, kg2
    FROM unnest(
        CAST(:keys AS bigint[]), CAST(:layers AS bigint[]), CAST(:kg AS double precision[]), CAST(:kg2 AS double precision[])
    ) AS taken (key_id, assets, kg, kg2)
    JOIN cell_key ON cell_key.id = taken.key_id
    UNION ALL
    SELECT asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
    sewer_built_to, assets, kg, kg2
    FROM part
) AS held
GROUP BY asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
sewer_built_to
