SELECT
    (SELECT count(*) FROM asset) AS assets,
    (SELECT coalesce(sum(kg), 0) FROM cohort WHERE area_id = 0) AS stock_kg,
    (SELECT array_agg(kind ORDER BY kind) FROM (SELECT DISTINCT kind FROM area) AS kinds) AS kinds,
    ST_XMin(box.geom) AS west, ST_YMin(box.geom) AS south, ST_XMax(box.geom) AS east, ST_YMax(box.geom) AS north
FROM (
    SELECT ST_Transform(ST_SetSRID(CAST(ST_Extent(geom) AS geometry), CAST(:srid AS integer)), 4326) AS geom
    FROM asset
) AS box
