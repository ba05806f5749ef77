-- Assets as tiles show them: what a tile tells of each, and its shape, to :tolerance_m; of surfaces smaller than :smallest_m2
-- a point too. Rings go the way round that MVT asks for once y points downwards. Columns as in generalised_asset.
SELECT
    asset.id AS asset_id, type.number AS t,
    CASE WHEN life.renewed_by IS NULL THEN (life.built_from + life.built_to) / 2 END AS b,
    life.condition, organisation.number AS o, life.outlook_id,
    ST_ForcePolygonCW(CASE WHEN :tolerance_m > 0 AND ST_Dimension(asset.geom) > 0
        THEN ST_Simplify(asset.geom, :tolerance_m, true) ELSE asset.geom END) AS geom,
    CASE WHEN ST_Dimension(asset.geom) = 2 AND asset.area_m2 < :smallest_m2 THEN ST_PointOnSurface(asset.geom) END AS point
FROM asset
JOIN asset_life AS life ON life.asset_id = asset.id
JOIN catalogue_type AS type ON type.code = life.asset_type
JOIN organisation ON organisation.code = asset.owner
WHERE {which}
