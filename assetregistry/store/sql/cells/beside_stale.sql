SELECT asset.id, asset.geom
FROM (
    SELECT DISTINCT cell_index(ST_XMin(geom), ST_XMax(geom)) AS east, cell_index(ST_YMin(geom), ST_YMax(geom)) AS north
    FROM stale_asset
    JOIN asset ON asset.id = stale_asset.asset_id
    WHERE stale_asset.version > (SELECT cells_version FROM registry_state)
) AS place
JOIN cell ON cell.level = 0 AND cell.east = place.east AND cell.north = place.north
JOIN asset ON asset.geom && cell.extent
    AND cell_index(ST_XMin(asset.geom), ST_XMax(asset.geom)) = place.east
    AND cell_index(ST_YMin(asset.geom), ST_YMax(asset.geom)) = place.north
