-- Something that forecasts and tiles are made of has changed. `statements`: nothing but what is said of assets, so that all
-- assets are still there, in their places; which of them changed will be known (`stale_asset`). `by_name`: of assets that
-- are known already (`retold_asset`).
UPDATE registry_state SET
    data_version = data_version + 1,
    whole_version = CASE WHEN CAST(:statements AS boolean) THEN whole_version ELSE data_version + 1 END,
    told_version = CASE WHEN CAST(:by_name AS boolean) THEN told_version ELSE data_version + 1 END
