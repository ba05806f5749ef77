SELECT
    CAST(coalesce(sum(row_count), 0) AS bigint) AS read,
    CAST(coalesce(sum(row_count) FILTER (WHERE fate = 'inserted'), 0) AS bigint) AS inserted,
    CAST(coalesce(sum(row_count) FILTER (WHERE fate = 'updated'), 0) AS bigint) AS updated,
    CAST(coalesce(sum(row_count) FILTER (WHERE fate = 'unchanged'), 0) AS bigint) AS unchanged,
    CAST(coalesce(sum(row_count) FILTER (WHERE fate = 'superseded'), 0) AS bigint) AS superseded,
    CAST(coalesce(sum(row_count) FILTER (WHERE fate = 'quarantined'), 0) AS bigint) AS quarantined,
    CAST(coalesce(sum(row_count) FILTER (WHERE fate IN ('inserted', 'updated') AND repaired), 0) AS bigint) AS repaired
FROM tally
