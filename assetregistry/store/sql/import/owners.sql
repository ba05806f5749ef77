SELECT owner, count(*) AS assets
FROM staging_checked
WHERE fate IN ('inserted', 'updated', 'unchanged')
GROUP BY owner
ORDER BY assets DESC, owner
