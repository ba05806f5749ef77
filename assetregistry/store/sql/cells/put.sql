INSERT INTO cell (level, east, north, assets, kg, extent, cohorts)
VALUES (:level, :east, :north, :assets, :kg, ST_SetSRID(ST_GeomFromWKB(:extent), CAST(:srid AS integer)), :cohorts)
