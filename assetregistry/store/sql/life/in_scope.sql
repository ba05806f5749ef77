(SELECT asset.* FROM staging_scope JOIN asset ON asset.id = staging_scope.asset_id)
