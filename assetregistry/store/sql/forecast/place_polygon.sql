SELECT
    asset.id AS asset_id,
    CASE
        WHEN ST_Dimension(asset.geom) = 0 OR ST_Covers(given.geom, asset.geom) THEN 1
        WHEN ST_Dimension(asset.geom) = 1
        THEN ST_Length(ST_Intersection(asset.geom, given.geom)) / nullif(ST_Length(asset.geom), 0)
        ELSE ST_Area(ST_Intersection(asset.geom, given.geom)) / nullif(ST_Area(asset.geom), 0)
    END AS share
FROM (SELECT ST_SetSRID(ST_GeomFromWKB(:wkb), CAST(:srid AS integer)) AS geom) AS given
JOIN asset ON ST_Intersects(given.geom, asset.geom)
