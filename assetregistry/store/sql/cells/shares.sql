SELECT asset_id, share FROM asset_area WHERE area_id = :area_id AND asset_id = ANY(CAST(:ids AS bigint[]))
