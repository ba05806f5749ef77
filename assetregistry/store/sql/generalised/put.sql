-- Laid down by asset, hence by place: what a tile asks together is read together.
INSERT INTO generalised_asset (asset_id, t, b, condition, o, outlook_id, geom, point)
SELECT asset_id, t, b, condition, o, outlook_id, geom, point
FROM staging_generalised
ORDER BY asset_id
