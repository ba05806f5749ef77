-- The box around the assets that lives are derived of.
SELECT CAST(ST_SetSRID(CAST(ST_Extent(asset.geom) AS geometry), min(ST_SRID(asset.geom))) AS text)
FROM staging_scope JOIN asset ON asset.id = staging_scope.asset_id
