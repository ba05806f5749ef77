UPDATE asset SET
    import_id = history.from_import_id, asset_type = held.asset_type, owner = held.owner, manager = held.manager,
    source_holder = held.source_holder, name = held.name, source_material = held.source_material,
    built_from = held.built_from, built_to = held.built_to, built_basis = held.built_basis,
    width_mm = held.width_mm, height_mm = held.height_mm, wall_mm = held.wall_mm, shape = held.shape,
    version_from = held.version_from, length_m = held.length_m, area_m2 = held.area_m2, repaired = held.repaired,
    attributes = held.attributes, row_hash = history.row_hash, recorded_from = now(), geom = history.geom,
    curved_geom = history.curved_geom
FROM former
JOIN asset_history AS history ON history.id = former.history_id
CROSS JOIN LATERAL jsonb_populate_record(NULL::asset, history.state) AS held
WHERE asset.id = former.asset_id
