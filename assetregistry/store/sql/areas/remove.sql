WITH removed AS (
    SELECT area.id FROM area JOIN area_undone AS undone ON undone.code = area.code
    WHERE undone.fate = 'inserted' AND undone.later_id IS NULL
), shares AS (
    DELETE FROM asset_area USING removed WHERE asset_area.area_id = removed.id
)
DELETE FROM area USING removed WHERE area.id = removed.id
