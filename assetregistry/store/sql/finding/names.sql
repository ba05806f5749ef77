-- What has a name, with the box around it in WGS 84: areas, and names that assets share.
SELECT
    named.kind, named.code, named.name, named.assets,
    ST_XMin(box.geom) AS west, ST_YMin(box.geom) AS south, ST_XMax(box.geom) AS east, ST_YMax(box.geom) AS north
FROM (
    SELECT kind, code, name, CAST(NULL AS bigint) AS assets, ST_Envelope(geom) AS extent FROM area
    UNION ALL
    SELECT 'name', name, name, count(*), CAST(ST_Extent(geom) AS geometry) FROM asset WHERE name IS NOT NULL GROUP BY name
) AS named
CROSS JOIN LATERAL (SELECT ST_Transform(ST_SetSRID(named.extent, CAST(:srid AS integer)), 4326) AS geom) AS box
