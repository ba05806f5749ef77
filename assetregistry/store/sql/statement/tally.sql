-- What became of the rows, in one pass over them.
CREATE TEMPORARY TABLE tally AS
SELECT fate, repaired IS NOT NULL AS repaired, count(*) AS row_count
FROM staging_checked
GROUP BY 1, 2
