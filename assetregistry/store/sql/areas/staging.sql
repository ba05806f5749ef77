-- Areas as delivered, in the registry's CRS, with how many rows make up each.
CREATE TEMP TABLE area_row (code text, name text, geom geometry, rows integer, fate text) ON COMMIT DROP
