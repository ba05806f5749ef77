INSERT INTO area_row (code, name, geom, rows)
VALUES (:code, :name, ST_SetSRID(ST_GeomFromWKB(:wkb), CAST(:srid AS integer)), :rows)
