-- Of each cell :most assets are shown at zoom :first, and four times as many at each further one; all at :last.
INSERT INTO {table} (
    asset_id, recorded_from, cell_east, cell_north, zoom, left_out, owner_number, area_m2, clearance_m, east, north,
    geom
)
SELECT
    asset.id AS asset_id, asset.recorded_from, asset.cell_east, asset.cell_north, first_shown.zoom,
    CASE WHEN staging.place = :most * 4 ^ (first_shown.zoom - :first) AND first_shown.zoom < :last
         THEN CAST(nullif(staging.held - staging.place, 0) AS integer) END AS left_out,
    organisation.number AS owner_number,
    CAST(CASE ST_Dimension(asset.geom) WHEN 2 THEN asset.area_m2
         WHEN 0 THEN CASE WHEN ST_NumGeometries(asset.geom) = 1 THEN 0 END END AS real) AS area_m2,
    CAST(CASE WHEN ST_Dimension(shape.geom) < 2 THEN NULL WHEN ST_IsValid(shape.geom)
         THEN least(ST_MinimumClearance(shape.geom), 1000) ELSE 0 END AS real) AS clearance_m,
    ST_X(middle.geom) AS east, ST_Y(middle.geom) AS north, shape.geom
FROM staging_drawing AS staging
JOIN asset ON asset.id = staging.asset_id
JOIN organisation ON organisation.code = asset.owner
CROSS JOIN LATERAL (
    SELECT CAST(least(
        :last, :first + greatest(0, ceil(ln(staging.place / CAST(:most AS double precision)) / ln(4.0) - 1e-9))
    ) AS smallint) AS zoom
) AS first_shown
CROSS JOIN LATERAL (SELECT ST_PointOnSurface(asset.geom) AS geom OFFSET 0) AS middle
CROSS JOIN LATERAL (SELECT ST_ForcePolygonCW(ST_Simplify(asset.geom, :tolerance_m, true)) AS geom OFFSET 0) AS shape
