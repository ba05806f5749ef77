-- The cells of 250 m that are made anew; so are the larger ones that hold them.
CREATE UNLOGGED TABLE staging_cell AS SELECT DISTINCT cell_east, cell_north FROM staging_place
