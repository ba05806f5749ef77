AND layer.asset_id = ANY (ARRAY(SELECT id FROM staging_place))
