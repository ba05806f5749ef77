SELECT owner, CAST(sum(row_count) AS bigint) AS assets
FROM tally
WHERE fate IN ('inserted', 'updated', 'unchanged')
GROUP BY owner
ORDER BY assets DESC, owner
