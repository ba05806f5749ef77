-- One tile of drawings as MVT: layers polygon, line and point. Surfaces smaller than :smallest_m2 are points. What lies
-- wholly inside the tile needs no clipping; a surface of which all corners may move by the rounding needs no mending either,
-- and these two are most of the work of ST_AsMVTGeom. (y grows downwards in a tile.) Properties: see tiles.toml.
SELECT
    coalesce(ST_AsMVT(feature, 'polygon', 4096, 'geom', 'id') FILTER (WHERE ST_Dimension(feature.geom) = 2), '')
    || coalesce(ST_AsMVT(feature, 'line', 4096, 'geom', 'id') FILTER (WHERE ST_Dimension(feature.geom) = 1), '')
    || coalesce(ST_AsMVT(feature, 'point', 4096, 'geom', 'id') FILTER (WHERE ST_Dimension(feature.geom) = 0), '') AS tile
FROM (
    SELECT
        drawing.asset_id AS id, type.number AS t, outlook.material_number AS m,
        CASE WHEN life.renewed_by IS NULL THEN (life.built_from + life.built_to) / 2 END AS b,
        CAST(round(outlook.end_p50) AS integer) AS e, CASE WHEN outlook.suspect THEN 1 END AS h,
        drawing.owner_number AS o,
        CASE
            WHEN drawing.area_m2 <= :smallest_m2 AND drawing.geom @ tile.box
            THEN ST_MakePoint(
                round(:a * drawing.east + :b * drawing.north + :xoff),
                round(4096 - (:d * drawing.east + :e * drawing.north + :yoff)))
            WHEN drawing.clearance_m > :moved_m AND drawing.area_m2 > :smallest_m2 AND drawing.geom @ tile.box
            THEN ST_SnapToGrid(ST_Affine(drawing.geom, :a, :b, -:d, -:e, :xoff, 4096 - :yoff), 1)
            ELSE ST_AsMVTGeom(
                ST_SetSRID(ST_Affine(
                    CASE WHEN drawing.area_m2 < :smallest_m2 THEN ST_MakePoint(drawing.east, drawing.north)
                         ELSE drawing.geom END, :a, :b, :d, :e, :xoff, :yoff), 0),
                CAST(ST_MakeEnvelope(0, 0, 4096, 4096) AS box2d), 4096, 64, true)
        END AS geom
    FROM (SELECT ST_MakeEnvelope(:west, :south, :east, :north, CAST(:srid AS integer)) AS box) AS tile
    JOIN drawing ON drawing.geom && tile.box
    JOIN asset_life AS life ON life.asset_id = drawing.asset_id
    JOIN catalogue_type AS type ON type.code = life.asset_type
    LEFT JOIN outlook ON outlook.id = life.outlook_id
    WHERE drawing.zoom <= :z
    ORDER BY drawing.asset_id
) AS feature
