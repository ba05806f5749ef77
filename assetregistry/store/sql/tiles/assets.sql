-- One tile of assets as they are, as MVT: layers polygon, line and point. Geometry goes from the registry's CRS to the tile
-- by one affine map (a, b, d, e, xoff, yoff), to the precision of a fraction of a tile unit; outlines to
-- :tolerance_m. Surfaces smaller than :smallest_m2 are points. Properties: see tiles.toml.
--
-- What lies whole in the tile (within inner_west to inner_north) is only rounded to tile units, y downwards: clipping it, and mending what
-- rounding by a sixteenth of a pixel does to outlines, takes several times as long as all else. What rounding leaves
-- without a surface or a length is not sent: a feature without geometry costs the map the whole tile.
SELECT
    coalesce(ST_AsMVT(feature, 'polygon', 4096, 'geom', 'id') FILTER (WHERE ST_Area(feature.geom) > 0), '')
    || coalesce(ST_AsMVT(feature, 'line', 4096, 'geom', 'id') FILTER (WHERE ST_Length(feature.geom) > 0), '')
    || coalesce(ST_AsMVT(feature, 'point', 4096, 'geom', 'id') FILTER (WHERE ST_Dimension(feature.geom) = 0), '') AS tile
FROM (
    SELECT
        asset.id, type.number AS t, outlook.material_number AS m,
        CASE WHEN life.renewed_by IS NULL THEN (life.built_from + life.built_to) / 2 END AS b,
        CAST(floor(outlook.end_p50) AS integer) AS e,
        nullif(2 * coalesce(life.condition, 0) + CAST(coalesce(outlook.suspect, false) AS integer), 0) AS s,
        organisation.number AS o,
        CASE WHEN asset.geom @ ST_MakeEnvelope(:inner_west, :inner_south, :inner_east, :inner_north, CAST(:srid AS integer))
            THEN ST_ForcePolygonCCW(ST_SnapToGrid(ST_Affine(shown.geom, :a, :b, -:d, -:e, :xoff, 4096 - :yoff), 1))
            ELSE ST_AsMVTGeom(
                ST_SetSRID(ST_Affine(shown.geom, :a, :b, :d, :e, :xoff, :yoff), 0),
                CAST(ST_MakeEnvelope(0, 0, 4096, 4096) AS box2d), 4096, 64, true)
        END AS geom
    FROM asset
    CROSS JOIN LATERAL (
        SELECT CASE WHEN ST_Dimension(asset.geom) = 2 AND asset.area_m2 < :smallest_m2
                    THEN ST_PointOnSurface(asset.geom)
                    WHEN :tolerance_m > 0 AND ST_Dimension(asset.geom) > 0
                    THEN ST_Simplify(asset.geom, :tolerance_m, true)
                    ELSE asset.geom END AS geom
    ) AS shown
    JOIN asset_life AS life ON life.asset_id = asset.id
    JOIN catalogue_type AS type ON type.code = life.asset_type
    JOIN organisation ON organisation.code = asset.owner
    LEFT JOIN outlook ON outlook.id = life.outlook_id
    WHERE asset.geom && ST_MakeEnvelope(:west, :south, :east, :north, CAST(:srid AS integer))
    ORDER BY asset.id
) AS feature
