-- Two cohorts of one hash would be refused.
INSERT INTO cell_key (
    id, hash, asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
    sewer_built_to
)
SELECT row_number() OVER (), found.*
FROM (
    SELECT DISTINCT
        hash, asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
        sewer_built_to
    FROM staging_layer
) AS found
