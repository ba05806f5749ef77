-- What became of the rows, and what the receipt says of them, in one pass over them.
CREATE TEMPORARY TABLE tally AS
SELECT
    fate, owner, asset_type, repaired IS NOT NULL AS repaired, length_m IS NULL AS no_length, area_m2 IS NULL AS no_area,
    count(*) AS row_count
FROM staging_checked
GROUP BY 1, 2, 3, 4, 5, 6
