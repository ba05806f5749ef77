WITH shares AS (
    DELETE FROM asset_area USING former WHERE asset_area.asset_id = former.asset_id AND former.history_id IS NULL
)
DELETE FROM asset USING former WHERE asset.id = former.asset_id AND former.history_id IS NULL
