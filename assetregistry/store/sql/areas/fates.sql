-- What each delivered area is to the areas that are there: two of the same code are one.
UPDATE area_row SET fate = judged.fate
FROM (
    SELECT
        given.code,
        CASE
            WHEN area.id IS NULL THEN 'inserted'
            WHEN area.name = given.name AND area.kind = :kind AND ST_OrderingEquals(area.geom, given.geom) THEN 'unchanged'
            ELSE 'updated'
        END AS fate
    FROM area_row AS given LEFT JOIN area ON area.code = given.code
) AS judged
WHERE judged.code = area_row.code
