-- Two cohorts of one hash would be refused.
INSERT INTO cell_key (
    id, hash, asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
    sewer_built_to
)
SELECT (SELECT coalesce(max(id), 0) FROM cell_key) + row_number() OVER (), found.*
FROM (
    SELECT DISTINCT
        hash, asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
        sewer_built_to
    FROM staging_layer
    WHERE NOT EXISTS (
        SELECT FROM cell_key AS held
        WHERE held.hash = staging_layer.hash
          AND ROW(
              held.asset_type, held.owner, held.layer_id, held.suspect, held.built_from, held.built_to, held.works_year,
              held.sewer_lifetime, held.sewer_built_from, held.sewer_built_to
          ) IS NOT DISTINCT FROM ROW(
              staging_layer.asset_type, staging_layer.owner, staging_layer.layer_id, staging_layer.suspect,
              staging_layer.built_from, staging_layer.built_to, staging_layer.works_year, staging_layer.sewer_lifetime,
              staging_layer.sewer_built_from, staging_layer.sewer_built_to
          )
    )
) AS found
