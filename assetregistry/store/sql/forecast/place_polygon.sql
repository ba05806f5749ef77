SELECT asset.id AS asset_id, share_within(asset.geom, given.geom) AS share
FROM (SELECT ST_SetSRID(ST_GeomFromWKB(:wkb), CAST(:srid AS integer)) AS geom) AS given
JOIN asset ON ST_Intersects(given.geom, asset.geom)
