-- Assets that removals name: gone on the day that was told.
CREATE TEMP TABLE gone ON COMMIT DROP AS
SELECT asset_id, CAST('removed' AS text) AS change, max(happened_on) AS ended_on, max(reason) AS reason
FROM staging_checked
WHERE fate IN ('inserted', 'updated') AND asset_id IS NOT NULL
GROUP BY asset_id
