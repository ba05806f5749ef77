-- Every layer of every asset with the 250 m cell of its asset: what all cells are made of. (A table made by CREATE AS
-- is the one that PostgreSQL fills on all cores.) Cohorts are known by a hash: joining ten columns takes far longer.
-- OFFSET has the cell worked out once per asset.
CREATE UNLOGGED TABLE staging_cell AS
SELECT
    place.east, place.north,
    hash_record_extended(ROW(
        layer.asset_type, layer.owner, layer.layer_id, layer.suspect, layer.built_from, layer.built_to, layer.works_year,
        layer.sewer_lifetime, layer.sewer_built_from, layer.sewer_built_to
    ), 0) AS key_id,
    layer.asset_type, layer.owner, layer.layer_id, layer.suspect, layer.built_from, layer.built_to, layer.works_year,
    layer.sewer_lifetime, layer.sewer_built_from, layer.sewer_built_to, layer.kg
FROM asset_layer AS layer
JOIN (
    SELECT id, cell_index(ST_XMin(geom), ST_XMax(geom)) AS east, cell_index(ST_YMin(geom), ST_YMax(geom)) AS north
    FROM asset OFFSET bigint '0'
) AS place ON place.id = layer.asset_id
WHERE layer.kg > 0
