-- Every layer of these assets with the 250 m cell of its asset: what all cells are made of. Cohorts are known by a hash:
-- joining ten columns takes far longer.
CREATE UNLOGGED TABLE staging_layer AS
SELECT
    place.cell_east, place.cell_north, layer.asset_id,
    hash_record_extended(ROW(
        layer.asset_type, layer.owner, layer.layer_id, layer.suspect, layer.built_from, layer.built_to, layer.works_year,
        layer.sewer_lifetime, layer.sewer_built_from, layer.sewer_built_to
    ), 0) AS hash,
    layer.asset_type, layer.owner, layer.layer_id, layer.suspect, layer.built_from, layer.built_to, layer.works_year,
    layer.sewer_lifetime, layer.sewer_built_from, layer.sewer_built_to, layer.kg
FROM asset_layer AS layer
JOIN staging_place AS place ON place.id = layer.asset_id
WHERE layer.kg > 0 {only}
