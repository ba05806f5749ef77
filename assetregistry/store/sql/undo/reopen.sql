INSERT INTO asset (
    id, import_id, namespace, source_id, asset_type, owner, manager, source_holder, name, source_material, built_from,
    built_to, built_basis, width_mm, height_mm, wall_mm, shape, version_from, length_m, area_m2, repaired, attributes,
    row_hash, geom, curved_geom
)
SELECT
    history.asset_id, history.from_import_id, history.namespace, history.source_id, held.asset_type, held.owner,
    held.manager, held.source_holder, held.name, held.source_material, held.built_from, held.built_to,
    held.built_basis, held.width_mm, held.height_mm, held.wall_mm, held.shape, held.version_from, held.length_m,
    held.area_m2, held.repaired, held.attributes, history.row_hash, history.geom, history.curved_geom
FROM reopening
JOIN asset_history AS history ON history.id = reopening.history_id
CROSS JOIN LATERAL jsonb_populate_record(NULL::asset, history.state) AS held
WHERE reopening.conflict IS NULL
