DELETE FROM area USING area_undone AS undone
WHERE area.code = undone.code AND undone.fate = 'inserted' AND undone.later_id IS NULL
