-- Level :level from the one below it: four by four cells make one.
INSERT INTO cell (level, east, north, assets, kg, extent, cohort_keys, cohort_assets, cohort_kg, cohort_kg2)
SELECT
    :level, held.east, held.north, held.assets, held.kg, held.extent,
    coalesce(mass.keys, '{}'), coalesce(mass.counts, '{}'), coalesce(mass.sums, '{}'), coalesce(mass.squares, '{}')
FROM (
    SELECT
        east >> 2 AS east, north >> 2 AS north, sum(assets) AS assets, sum(kg) AS kg,
        ST_SetSRID(CAST(ST_Extent(extent) AS geometry), CAST(:srid AS integer)) AS extent
    FROM cell
    WHERE level = :level - 1
    GROUP BY east >> 2, north >> 2
) AS held
LEFT JOIN (
    SELECT
        east, north, array_agg(key_id) AS keys, array_agg(CAST(layers AS integer)) AS counts, array_agg(kg) AS sums,
        array_agg(kg2) AS squares
    FROM (
        SELECT
            cell.east >> 2 AS east, cell.north >> 2 AS north, key_id,
            sum(cohort.layers) AS layers, sum(cohort.kg) AS kg, sum(cohort.kg2) AS kg2
        FROM cell
        CROSS JOIN unnest(cohort_keys, cohort_assets, cohort_kg, cohort_kg2) AS cohort (key_id, layers, kg, kg2)
        WHERE cell.level = :level - 1
        GROUP BY cell.east >> 2, cell.north >> 2, key_id
    ) AS cohort
    GROUP BY east, north
) AS mass USING (east, north)
ORDER BY held.east, held.north
