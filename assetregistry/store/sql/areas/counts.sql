SELECT
    coalesce(sum(rows) FILTER (WHERE fate = 'inserted'), 0) AS inserted,
    coalesce(sum(rows) FILTER (WHERE fate = 'updated'), 0) AS updated,
    coalesce(sum(rows) FILTER (WHERE fate = 'unchanged'), 0) AS unchanged
FROM area_row
