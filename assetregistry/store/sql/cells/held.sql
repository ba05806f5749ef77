SELECT east, north, layers, cohorts FROM cell
WHERE level = :level AND (CAST(:east AS integer) IS NULL OR (east = :east AND north = :north))
ORDER BY east, north
