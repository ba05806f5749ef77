asset.id IN (SELECT asset_id FROM stale_asset WHERE version > (SELECT cells_version FROM registry_state))
