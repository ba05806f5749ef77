UPDATE area SET name = undone.name, kind = undone.kind, geom = undone.geom
FROM area_undone AS undone
WHERE area.code = undone.code AND undone.fate = 'updated' AND undone.later_id IS NULL
