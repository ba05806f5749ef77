-- Two cohorts of one hash would be refused by the primary key.
INSERT INTO cell_key (
    id, asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
    sewer_built_to
)
SELECT DISTINCT
    key_id, asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
    sewer_built_to
FROM staging_cell
