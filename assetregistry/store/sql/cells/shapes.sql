SELECT id, ST_AsBinary(geom) FROM asset WHERE id = ANY(CAST(:ids AS bigint[])) ORDER BY id
