-- The views of assets, with the condition that the newest inspection found (null until lives are derived anew).
CREATE OR REPLACE VIEW ogc.asset_polygon AS
SELECT
    asset.id, asset.namespace, asset.source_id, asset.asset_type, asset.owner, asset.manager, asset.name,
    asset.source_material, asset.built_from, asset.built_to, asset.length_m, asset.area_m2,
    CAST(ST_Multi(asset.geom) AS geometry(MultiPolygon, {srid})) AS geom, asset.geom AS indexed_geom,
    life.condition, life.condition_on
FROM asset LEFT JOIN asset_life AS life ON life.asset_id = asset.id
WHERE ST_Dimension(asset.geom) = 2;

CREATE OR REPLACE VIEW ogc.asset_line AS
SELECT
    asset.id, asset.namespace, asset.source_id, asset.asset_type, asset.owner, asset.manager, asset.name,
    asset.source_material, asset.built_from, asset.built_to, asset.length_m,
    CAST(ST_Multi(asset.geom) AS geometry(MultiLineString, {srid})) AS geom, asset.geom AS indexed_geom,
    life.condition, life.condition_on
FROM asset LEFT JOIN asset_life AS life ON life.asset_id = asset.id
WHERE ST_Dimension(asset.geom) = 1;

CREATE OR REPLACE VIEW ogc.asset_point AS
SELECT
    asset.id, asset.namespace, asset.source_id, asset.asset_type, asset.owner, asset.manager, asset.name,
    asset.source_material, asset.built_from, asset.built_to,
    CAST(ST_Multi(asset.geom) AS geometry(MultiPoint, {srid})) AS geom, asset.geom AS indexed_geom,
    life.condition, life.condition_on
FROM asset LEFT JOIN asset_life AS life ON life.asset_id = asset.id
WHERE ST_Dimension(asset.geom) = 0;
