INSERT INTO asset_history (asset_id, namespace, source_id, change, import_id, row_hash, state, geom)
SELECT DISTINCT ON (checked.namespace, checked.source_id, checked.row_hash)
    checked.asset_id, checked.namespace, checked.source_id, 'superseded', :import_id, checked.row_hash,
    to_jsonb(state), checked.geom
FROM staging_checked AS checked
CROSS JOIN LATERAL (
    SELECT
        checked.asset_type, checked.owner, checked.manager, checked.source_holder, checked.name,
        checked.source_material, checked.built_from, checked.built_to, checked.built_basis, checked.width_mm,
        checked.height_mm, checked.wall_mm, checked.shape, checked.version_from, checked.length_m, checked.area_m2,
        checked.repaired, checked.attributes
) AS state
WHERE checked.fate = 'superseded'
ON CONFLICT DO NOTHING
