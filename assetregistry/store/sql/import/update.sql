UPDATE asset SET
    import_id = :import_id, asset_type = checked.asset_type, owner = checked.owner, manager = checked.manager,
    source_holder = checked.source_holder, name = checked.name, source_material = checked.source_material,
    built_from = checked.built_from, built_to = checked.built_to, built_basis = checked.built_basis,
    width_mm = checked.width_mm, height_mm = checked.height_mm, wall_mm = checked.wall_mm, shape = checked.shape,
    version_from = checked.version_from, length_m = checked.length_m, area_m2 = checked.area_m2,
    repaired = checked.repaired, attributes = checked.attributes, row_hash = checked.row_hash, geom = checked.geom,
    curved_geom = checked.curved_geom, recorded_from = now()
FROM staging_checked AS checked
WHERE checked.fate = 'updated' AND asset.id = checked.asset_id
