-- Stale assets are forgotten that all which is derived has taken in, or that it will be made anew with as a whole.
DELETE FROM stale_asset
USING (
    SELECT min(CASE WHEN held.version < state.whole_version THEN state.data_version ELSE held.version END) AS version
    FROM registry_state AS state
    CROSS JOIN LATERAL (VALUES (state.cells_version), (state.cohorts_version)) AS held (version)
) AS settled
WHERE stale_asset.version <= settled.version
