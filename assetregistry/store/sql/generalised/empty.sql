-- Before all are put down anew: building the index once is several times faster than keeping it up to date row by row.
TRUNCATE generalised_asset;
DROP INDEX ix_generalised_asset_geom
