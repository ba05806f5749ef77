-- The later import now stands where the undone one stood: undoing it too restores what was before both.
UPDATE area_change AS later SET fate = undone.fate, name = undone.name, kind = undone.kind, geom = undone.geom
FROM area_undone AS undone
WHERE later.code = undone.code AND later.import_id = undone.later_id
