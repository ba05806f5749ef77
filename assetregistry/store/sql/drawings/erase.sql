DELETE FROM drawing
USING changed_cell AS changed
WHERE changed.east = drawing.cell_east AND changed.north = drawing.cell_north
