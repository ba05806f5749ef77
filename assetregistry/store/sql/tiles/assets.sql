-- One tile of assets as they are (by `shown` or `generalised`), as MVT: layers polygon, line and point. Geometry goes from the
-- registry's CRS to the tile by one affine map (a, b, d, e, xoff, yoff; y downwards where it is not clipped), to the precision of a
-- fraction of a tile unit; :as_points: small surfaces as points. Properties: see tiles.toml.
--
-- What lies whole in the tile and its buffer is only rounded to tile units: clipping it, and mending what rounding by a sixteenth
-- of a pixel does to outlines, takes several times as long as all else. What rounding leaves without a surface or a length
-- is not sent: a feature without geometry costs the map the whole tile. Which layer each belongs to is asked once, not by each layer.
SELECT
    coalesce(ST_AsMVT(feature, 'polygon', 4096, 'geom', 'id') FILTER (WHERE drawn.dimension = 2 AND ST_Area(drawn.geom) > 0), '')
    || coalesce(ST_AsMVT(feature, 'line', 4096, 'geom', 'id') FILTER (WHERE drawn.dimension = 1 AND ST_Length(drawn.geom) > 0), '')
    || coalesce(ST_AsMVT(feature, 'point', 4096, 'geom', 'id') FILTER (WHERE drawn.dimension = 0 AND drawn.geom IS NOT NULL), '')
    AS tile
FROM (
    SELECT
        shown.asset_id AS id, shown.t, outlook.material_number AS m, shown.b,
        CAST(floor(outlook.end_p50) AS integer) AS e,
        nullif(2 * coalesce(shown.condition, 0) + CAST(coalesce(outlook.suspect, false) AS integer), 0) AS s,
        shown.o,
        ST_Dimension(placed.rounded) AS dimension,
        CASE WHEN placed.rounded @ ST_MakeEnvelope(-64, -64, 4160, 4160, CAST(:srid AS integer)) THEN placed.rounded
             WHEN placed.rounded && ST_MakeEnvelope(-64, -64, 4160, 4160, CAST(:srid AS integer)) THEN ST_AsMVTGeom(
                ST_SetSRID(ST_Affine(shape.geom, :a, :b, :d, :e, :xoff, :yoff), 0),
                CAST(ST_MakeEnvelope(0, 0, 4096, 4096) AS box2d), 4096, 64, true) END AS geom
    FROM ({assets}) AS shown
    CROSS JOIN LATERAL (SELECT CASE WHEN :as_points THEN coalesce(shown.point, shown.geom) ELSE shown.geom END AS geom) AS shape
    CROSS JOIN LATERAL (
        SELECT ST_SnapToGrid(ST_Affine(shape.geom, :a, :b, -:d, -:e, :xoff, 4096 - :yoff), 1) AS rounded OFFSET 0
    ) AS placed
    LEFT JOIN outlook ON outlook.id = shown.outlook_id
    ORDER BY shown.asset_id
) AS drawn
CROSS JOIN LATERAL (SELECT drawn.id, drawn.t, drawn.m, drawn.b, drawn.e, drawn.s, drawn.o, drawn.geom) AS feature
