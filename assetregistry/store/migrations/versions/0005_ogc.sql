-- What GIS programs read: an integer key and one type of geometry in each view, or they cannot open it. {srid}: the
-- registry's CRS.
CREATE SCHEMA ogc;

CREATE VIEW ogc.asset_polygon AS
SELECT
    id, namespace, source_id, asset_type, owner, manager, name, source_material, built_from, built_to, length_m, area_m2,
    CAST(ST_Multi(geom) AS geometry(MultiPolygon, {srid})) AS geom
FROM asset WHERE ST_Dimension(geom) = 2;

CREATE VIEW ogc.asset_line AS
SELECT
    id, namespace, source_id, asset_type, owner, manager, name, source_material, built_from, built_to, length_m,
    CAST(ST_Multi(geom) AS geometry(MultiLineString, {srid})) AS geom
FROM asset WHERE ST_Dimension(geom) = 1;

CREATE VIEW ogc.asset_point AS
SELECT
    id, namespace, source_id, asset_type, owner, manager, name, source_material, built_from, built_to,
    CAST(ST_Multi(geom) AS geometry(MultiPoint, {srid})) AS geom
FROM asset WHERE ST_Dimension(geom) = 0;

CREATE VIEW ogc.area AS
SELECT id, code, name, kind, area_ha, CAST(ST_Multi(geom) AS geometry(MultiPolygon, {srid})) AS geom FROM area;

-- An offer's key is the first 52 bits of its identity: whole in every program that holds numbers as doubles.
CREATE VIEW ogc.offer AS
SELECT
    CAST(CAST('x' || left(replace(CAST(offer.id AS text), '-', ''), 13) AS bit(52)) AS bigint) AS id,
    CAST(offer.id AS text) AS offer_id, offer.version,
    state ->> 'areaCode' AS area_code, state ->> 'owner' AS owner, state ->> 'material' AS material,
    state ->> 'route' AS route,
    CAST(state ->> 'windowFrom' AS integer) AS window_from, CAST(state ->> 'windowTo' AS integer) AS window_to,
    CAST(state ->> 'p10Kg' AS double precision) AS p10_kg, CAST(state ->> 'p50Kg' AS double precision) AS p50_kg,
    CAST(state ->> 'p90Kg' AS double precision) AS p90_kg, state ->> 'certainty' AS certainty,
    CAST(ST_Multi(area.geom) AS geometry(MultiPolygon, {srid})) AS geom
FROM offer JOIN area ON area.code = offer.state ->> 'areaCode'
WHERE offer.state IS NOT NULL;
