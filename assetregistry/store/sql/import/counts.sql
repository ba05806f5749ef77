SELECT
    count(*) AS read,
    count(*) FILTER (WHERE fate = 'inserted') AS inserted,
    count(*) FILTER (WHERE fate = 'updated') AS updated,
    count(*) FILTER (WHERE fate = 'unchanged') AS unchanged,
    count(*) FILTER (WHERE fate = 'superseded') AS superseded,
    count(*) FILTER (WHERE fate = 'quarantined') AS quarantined,
    count(*) FILTER (WHERE fate IN ('inserted', 'updated') AND repaired IS NOT NULL) AS repaired
FROM staging_checked
