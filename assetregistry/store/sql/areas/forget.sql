-- Before the shares of the assets in `touched` are resolved anew (in areas of one kind, or of any).
DELETE FROM asset_area
USING area, touched
WHERE asset_area.area_id = area.id AND asset_area.asset_id = touched.id
  AND (CAST(:kind AS text) IS NULL OR area.kind = :kind)
