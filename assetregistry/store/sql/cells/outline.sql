-- The share of each asset that lies inside the polygon, in the cells of its outline (of the smallest size). All of the
-- outline would be walked for each asset, so it is first cut to the cell's surroundings.
WITH outline AS MATERIALIZED (
    SELECT cell.east, cell.north, cell.extent, CASE
        WHEN ST_NPoints(given.geom) <= :few_corners THEN given.geom
        ELSE ST_Intersection(given.geom, ST_Expand(cell.extent, 1))
    END AS piece
    FROM unnest(CAST(:easts AS integer[]), CAST(:norths AS integer[])) AS visited (east, north)
    JOIN cell ON cell.level = 0 AND cell.east = visited.east AND cell.north = visited.north
    CROSS JOIN (SELECT ST_SetSRID(ST_GeomFromWKB(:wkb), CAST(:srid AS integer)) AS geom) AS given
)
SELECT
    asset.id AS asset_id,
    CASE
        WHEN ST_Dimension(asset.geom) = 0 OR ST_Covers(outline.piece, asset.geom) THEN 1
        WHEN ST_Dimension(asset.geom) = 1
        THEN ST_Length(ST_Intersection(asset.geom, outline.piece)) / nullif(ST_Length(asset.geom), 0)
        ELSE ST_Area(ST_Intersection(asset.geom, outline.piece)) / nullif(ST_Area(asset.geom), 0)
    END AS share
FROM outline
JOIN asset ON asset.geom && outline.extent AND ST_Intersects(outline.piece, asset.geom)
    AND cell_index(ST_XMin(asset.geom), ST_XMax(asset.geom)) = outline.east
    AND cell_index(ST_YMin(asset.geom), ST_YMax(asset.geom)) = outline.north
