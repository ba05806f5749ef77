INSERT INTO cell (level, east, north, assets, kg, extent, cohort_keys, cohort_assets, cohort_kg, cohort_kg2)
SELECT
    0, held.east, held.north, held.assets, coalesce(mass.kg, 0), held.extent,
    coalesce(mass.keys, '{}'), coalesce(mass.counts, '{}'), coalesce(mass.sums, '{}'), coalesce(mass.squares, '{}')
FROM (
    SELECT
        cell_index(ST_XMin(geom), ST_XMax(geom)) AS east, cell_index(ST_YMin(geom), ST_YMax(geom)) AS north, count(*) AS assets,
        ST_SetSRID(CAST(ST_Extent(geom) AS geometry), CAST(:srid AS integer)) AS extent
    FROM asset
    GROUP BY 1, 2
) AS held
LEFT JOIN (
    SELECT
        east, north, sum(kg) AS kg,
        array_agg(key_id) AS keys, array_agg(CAST(layers AS integer)) AS counts, array_agg(kg) AS sums,
        array_agg(kg2) AS squares
    FROM (
        SELECT east, north, key_id, count(*) AS layers, sum(kg) AS kg, sum(kg ^ 2) AS kg2
        FROM staging_cell
        GROUP BY east, north, key_id
    ) AS cohort
    GROUP BY east, north
) AS mass ON mass.east = held.east AND mass.north = held.north
ORDER BY held.east, held.north
