-- The box in WGS 84 around what an import brought and what still stands: assets in the state that it gave, what its statements
-- are about, areas that it inserted or replaced. Null where nothing of it is left.
SELECT ST_XMin(box.geom) AS west, ST_YMin(box.geom) AS south, ST_XMax(box.geom) AS east, ST_YMax(box.geom) AS north
FROM (
    SELECT ST_Transform(ST_SetSRID(CAST(ST_Extent(geom) AS geometry), CAST(:srid AS integer)), 4326) AS geom
    FROM (
        SELECT geom FROM asset WHERE import_id = :import_id
        UNION ALL
        SELECT coalesce(statement.geom, asset.geom) FROM statement
        LEFT JOIN asset ON asset.namespace = statement.subject_namespace AND asset.source_id = statement.subject
        WHERE statement.import_id = :import_id AND statement.replaced_by IS NULL
        UNION ALL
        SELECT area.geom FROM area_change
        JOIN area ON area.code = area_change.code
        WHERE area_change.import_id = :import_id AND area_change.fate <> 'unchanged'
    ) AS brought
) AS box
