-- Which share of each asset lies in which area. A point on a common border counts once per kind of area.
-- For the assets in `touched`, in areas of one kind or of any.
INSERT INTO asset_area (area_id, asset_id, share)
SELECT area_id, asset_id, share
FROM (
    SELECT
        area.id AS area_id,
        asset.id AS asset_id,
        share_within(asset.geom, area.geom) AS share,
        CASE WHEN ST_Dimension(asset.geom) = 0
             THEN row_number() OVER (PARTITION BY asset.id, area.kind ORDER BY area.code) ELSE 1 END AS choice
    FROM touched
    JOIN asset ON asset.id = touched.id
    JOIN area ON ST_Intersects(area.geom, asset.geom)
    WHERE CAST(:kind AS text) IS NULL OR area.kind = :kind
) AS part
WHERE choice = 1 AND share > 1e-9
