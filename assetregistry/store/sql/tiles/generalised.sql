-- Assets as tiles show them from afar, made beforehand.
SELECT asset.*, asset.geom AS uncut
FROM generalised_asset AS asset
WHERE {which}
