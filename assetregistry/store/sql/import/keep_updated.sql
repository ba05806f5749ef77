INSERT INTO asset_history (asset_id, namespace, source_id, change, import_id, row_hash, state, geom)
SELECT
    asset.id, asset.namespace, asset.source_id, 'updated', :import_id, asset.row_hash, to_jsonb(state), asset.geom
FROM asset
JOIN staging_checked AS checked ON checked.asset_id = asset.id AND checked.fate = 'updated'
CROSS JOIN LATERAL (
    SELECT
        asset.asset_type, asset.owner, asset.manager, asset.source_holder, asset.name, asset.source_material,
        asset.built_from, asset.built_to, asset.built_basis, asset.width_mm, asset.height_mm, asset.wall_mm,
        asset.shape, asset.version_from, asset.length_m, asset.area_m2, asset.repaired, asset.attributes
) AS state
