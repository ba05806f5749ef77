INSERT INTO area (code, name, kind, geom)
VALUES (:code, :name, :kind, ST_SetSRID(ST_GeomFromWKB(:wkb), CAST(:srid AS integer)))
ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind, geom = excluded.geom
