-- The areas of the finest administrative kind that is held: each lies in one of the next kind, none overlap.
SELECT code AS area, name AS area_name, kind
FROM area
WHERE kind = (
    SELECT kind FROM area WHERE kind IN ('neighbourhood', 'district', 'municipality')
    ORDER BY array_position(ARRAY['neighbourhood', 'district', 'municipality'], kind) LIMIT 1
)
