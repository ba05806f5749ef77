-- The layers of the smallest cells within a rectangle of cells (its last row and column are no part of it), or of all.
SELECT layers FROM cell
WHERE level = 0 AND layers IS NOT NULL AND (
    CAST(:west AS integer) IS NULL OR (east >= :west AND east < :east AND north >= :south AND north < :north)
)
