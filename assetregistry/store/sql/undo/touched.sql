CREATE TEMP TABLE touched ON COMMIT DROP AS
SELECT asset_id AS id FROM former WHERE history_id IS NOT NULL
UNION
SELECT asset_id FROM reopening WHERE conflict IS NULL
