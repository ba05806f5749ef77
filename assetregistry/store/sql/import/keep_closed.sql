-- A full delivery closes what its dataset holds and the delivery no longer contains as current.
WITH gone AS (
    DELETE FROM asset
    USING "import"
    WHERE "import".id = asset.import_id AND "import".dataset_id = :dataset_id
      AND NOT EXISTS (
          SELECT FROM staging_checked AS checked
          WHERE NOT checked.ended AND checked.namespace = asset.namespace AND checked.source_id = asset.source_id
      )
    RETURNING asset.*
)
INSERT INTO asset_history (asset_id, namespace, source_id, change, import_id, row_hash, state, geom)
SELECT gone.id, gone.namespace, gone.source_id, 'closed', :import_id, gone.row_hash, to_jsonb(state), gone.geom
FROM gone
CROSS JOIN LATERAL (
    SELECT
        gone.asset_type, gone.owner, gone.manager, gone.source_holder, gone.name, gone.source_material,
        gone.built_from, gone.built_to, gone.built_basis, gone.width_mm, gone.height_mm, gone.wall_mm, gone.shape,
        gone.version_from, gone.length_m, gone.area_m2, gone.repaired, gone.attributes
) AS state
