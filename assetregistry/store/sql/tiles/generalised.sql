-- Assets as tiles show them from afar, made beforehand.
SELECT asset.*
FROM generalised_asset AS asset
WHERE {which}
