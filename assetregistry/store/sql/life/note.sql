-- A change of lives, and which assets it is about.
WITH changed AS (
    {change}
    RETURNING asset_id
)
INSERT INTO stale_asset (version, asset_id)
SELECT DISTINCT state.data_version, changed.asset_id FROM changed CROSS JOIN registry_state AS state
LIMIT :most
ON CONFLICT DO NOTHING
