-- Which share of each asset lies in which area. A point on a common border counts once per kind of area.
-- For the assets in `touched`, in areas of one kind or of any.
--
-- Most assets lie whole in an area, of which PostGIS keeps the outline prepared while it goes from asset to asset of one
-- area; only what the outline crosses is cut.
INSERT INTO asset_area (area_id, asset_id, share)
SELECT area.id, asset.id, part.share
FROM touched
JOIN asset ON asset.id = touched.id
JOIN area ON area.geom && asset.geom
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN ST_Covers(area.geom, asset.geom) THEN 1
        WHEN ST_Intersects(area.geom, asset.geom) THEN share_within(asset.geom, area.geom)
    END AS share
    OFFSET 0
) AS part
WHERE (CAST(:kind AS text) IS NULL OR area.kind = :kind)
  AND part.share > 1e-9
  AND (ST_Dimension(asset.geom) > 0 OR NOT EXISTS (
    SELECT FROM area AS earlier
    WHERE earlier.kind = area.kind AND earlier.code < area.code AND ST_Intersects(earlier.geom, asset.geom)
  ))
