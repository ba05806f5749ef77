-- The cohorts of whole cells and of assets with their shares, as `forecast/read_cohorts` gives those of an area. (Cells and
-- assets come as arrays, of which PostgreSQL knows the length and so how best to join them.)
WITH taken AS (
    SELECT key_id, sum(layers) AS assets, sum(cohort.kg) AS kg, sum(cohort.kg2) AS kg2
    FROM unnest(CAST(:levels AS smallint[]), CAST(:easts AS integer[]), CAST(:norths AS integer[])) AS inside (level, east, north)
    JOIN cell USING (level, east, north)
    CROSS JOIN unnest(cohort_keys, cohort_assets, cohort_kg, cohort_kg2) AS cohort (key_id, layers, kg, kg2)
    GROUP BY key_id
), part AS (
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
    FROM taken JOIN cell_key ON cell_key.id = taken.key_id
    UNION ALL
    SELECT asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
    sewer_built_to, assets, kg, kg2
    FROM part
) AS held
GROUP BY asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
sewer_built_to
