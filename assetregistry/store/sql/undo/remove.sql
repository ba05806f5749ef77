DELETE FROM asset USING former WHERE asset.id = former.asset_id AND former.history_id IS NULL
