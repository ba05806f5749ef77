-- Every layer of every asset with the 250 m cell of its asset: what all cells are made of. (A table made by CREATE AS
-- is the one that PostgreSQL fills on all cores.) Cohorts are known by a hash: joining ten columns takes far longer.
CREATE UNLOGGED TABLE staging_cell AS
SELECT
    asset.cell_east AS east, asset.cell_north AS north,
    hash_record_extended(ROW(
        layer.asset_type, layer.owner, layer.layer_id, layer.suspect, layer.built_from, layer.built_to, layer.works_year,
        layer.sewer_lifetime, layer.sewer_built_from, layer.sewer_built_to
    ), 0) AS key_id,
    layer.asset_type, layer.owner, layer.layer_id, layer.suspect, layer.built_from, layer.built_to, layer.works_year,
    layer.sewer_lifetime, layer.sewer_built_from, layer.sewer_built_to, layer.kg
FROM asset_layer AS layer
JOIN asset ON asset.id = layer.asset_id
WHERE layer.kg > 0
