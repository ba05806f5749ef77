-- What an import of areas is about to do, and what it replaces: from this it can be undone.
INSERT INTO area_change (import_id, code, fate, name, kind, geom)
SELECT :import_id, given.code, given.fate, area.name, area.kind, area.geom
FROM area_row AS given
LEFT JOIN area ON area.code = given.code AND given.fate = 'updated'
