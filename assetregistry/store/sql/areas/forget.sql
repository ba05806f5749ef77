-- Before shares are resolved anew.
DELETE FROM asset_area
USING asset, area
WHERE asset_area.asset_id = asset.id AND asset_area.area_id = area.id
  AND (CAST(:all_assets AS boolean) OR asset.import_id = :import_id)
  AND (CAST(:kind AS text) IS NULL OR area.kind = :kind)
