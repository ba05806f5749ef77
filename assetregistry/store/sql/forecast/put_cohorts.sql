-- The cohorts of one area, as cells know them.
INSERT INTO cohort (
    area_id, asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
    sewer_built_to, assets, kg, kg2
)
SELECT
    :area_id, asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
    sewer_built_to, held.layers, held.kg, held.kg2
FROM unnest(
    CAST(:keys AS integer[]), CAST(:layers AS bigint[]), CAST(:kg AS double precision[]), CAST(:kg2 AS double precision[])
) AS held (key_id, layers, kg, kg2)
JOIN cell_key ON cell_key.id = held.key_id
