CREATE INDEX ix_generalised_asset_geom ON generalised_asset USING gist (geom);
ANALYZE generalised_asset
