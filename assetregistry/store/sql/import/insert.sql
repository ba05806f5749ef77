INSERT INTO asset (
    import_id, namespace, source_id, asset_type, owner, manager, source_holder, name, source_material, built_from,
    built_to, built_basis, width_mm, height_mm, wall_mm, shape, version_from, length_m, area_m2, repaired, attributes,
    row_hash, geom, curved_geom
)
SELECT
    :import_id, namespace, source_id, asset_type, owner, manager, source_holder, name, source_material, built_from,
    built_to, built_basis, width_mm, height_mm, wall_mm, shape, version_from, length_m, area_m2, repaired, attributes,
    row_hash, geom, curved_geom
FROM staging_checked
WHERE fate = 'inserted'
