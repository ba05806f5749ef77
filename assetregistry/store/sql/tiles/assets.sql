-- One tile of assets as they are, as MVT: layers polygon, line and point. Geometry goes from the registry's CRS to the tile
-- by one affine map (a, b, d, e, xoff, yoff), to the precision of a fraction of a tile unit; outlines to
-- :tolerance_m. Surfaces smaller than :smallest_m2 are points. Properties: see tiles.toml.
SELECT
    coalesce(ST_AsMVT(feature, 'polygon', 4096, 'geom', 'id') FILTER (WHERE ST_Dimension(feature.geom) = 2), '')
    || coalesce(ST_AsMVT(feature, 'line', 4096, 'geom', 'id') FILTER (WHERE ST_Dimension(feature.geom) = 1), '')
    || coalesce(ST_AsMVT(feature, 'point', 4096, 'geom', 'id') FILTER (WHERE ST_Dimension(feature.geom) = 0), '') AS tile
FROM (
    SELECT
        asset.id, type.number AS t, outlook.material_number AS m,
        CASE WHEN life.renewed_by IS NULL THEN (life.built_from + life.built_to) / 2 END AS b,
        CAST(round(outlook.end_p50) AS integer) AS e, CASE WHEN outlook.suspect THEN 1 END AS h,
        organisation.number AS o,
        ST_AsMVTGeom(
            ST_SetSRID(ST_Affine(
                CASE WHEN ST_Dimension(asset.geom) = 2 AND asset.area_m2 < :smallest_m2
                     THEN ST_PointOnSurface(asset.geom)
                     WHEN :tolerance_m > 0 AND ST_Dimension(asset.geom) > 0
                     THEN ST_Simplify(asset.geom, :tolerance_m, true)
                     ELSE asset.geom END, :a, :b, :d, :e, :xoff, :yoff), 0),
            CAST(ST_MakeEnvelope(0, 0, 4096, 4096) AS box2d), 4096, 64, true
        ) AS geom
    FROM asset
    JOIN asset_life AS life ON life.asset_id = asset.id
    JOIN catalogue_type AS type ON type.code = life.asset_type
    JOIN organisation ON organisation.code = asset.owner
    LEFT JOIN outlook ON outlook.id = life.outlook_id
    WHERE asset.geom && ST_MakeEnvelope(:west, :south, :east, :north, CAST(:srid AS integer))
    ORDER BY asset.id
) AS feature
