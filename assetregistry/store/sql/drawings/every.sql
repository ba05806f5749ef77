INSERT INTO changed_cell
SELECT cell_east, cell_north FROM asset EXCEPT SELECT east, north FROM changed_cell
