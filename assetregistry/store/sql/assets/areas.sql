SELECT area.code, area.name, area.kind, asset_area.share
FROM asset_area JOIN area ON area.id = asset_area.area_id
WHERE asset_area.asset_id = :id
ORDER BY area.kind, asset_area.share DESC, area.code
