-- `geom` is an expression, of one type as GIS programs need it, which no index holds; `indexed_geom` is the same shape as the
-- index on assets holds it, for what lies within a box.
CREATE OR REPLACE VIEW ogc.asset_polygon AS
SELECT
    id, namespace, source_id, asset_type, owner, manager, name, source_material, built_from, built_to, length_m, area_m2,
    CAST(ST_Multi(geom) AS geometry(MultiPolygon, {srid})) AS geom, geom AS indexed_geom
FROM asset WHERE ST_Dimension(geom) = 2;

CREATE OR REPLACE VIEW ogc.asset_line AS
SELECT
    id, namespace, source_id, asset_type, owner, manager, name, source_material, built_from, built_to, length_m,
    CAST(ST_Multi(geom) AS geometry(MultiLineString, {srid})) AS geom, geom AS indexed_geom
FROM asset WHERE ST_Dimension(geom) = 1;

CREATE OR REPLACE VIEW ogc.asset_point AS
SELECT
    id, namespace, source_id, asset_type, owner, manager, name, source_material, built_from, built_to,
    CAST(ST_Multi(geom) AS geometry(MultiPoint, {srid})) AS geom, geom AS indexed_geom
FROM asset WHERE ST_Dimension(geom) = 0;
