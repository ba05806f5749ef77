INSERT INTO area (code, name, kind, geom)
SELECT code, name, :kind, geom FROM area_row WHERE fate <> 'unchanged'
ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind, geom = excluded.geom
