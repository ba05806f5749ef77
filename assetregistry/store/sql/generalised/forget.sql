-- What is made anew.
DELETE FROM generalised_asset WHERE asset_id IN (SELECT asset_id FROM staging_generalised)
