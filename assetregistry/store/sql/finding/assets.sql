-- Candidates by id: our own, or the last part of the source's, which begins with one of :beginnings (in lower case; nothing
-- sorts after :last). Both are found by an index, the shortest first.
SELECT
    asset.id, asset.namespace, asset.source_id AS code, asset.name, coalesce(life.asset_type, asset.asset_type) AS asset_type,
    ST_XMin(box.geom) AS west, ST_YMin(box.geom) AS south, ST_XMax(box.geom) AS east, ST_YMax(box.geom) AS north
FROM (
    SELECT id FROM asset WHERE id = CAST(:id AS bigint)
    UNION
    SELECT begun.id
    FROM unnest(CAST(:beginnings AS text[])) AS given (beginning)
    CROSS JOIN LATERAL (
        SELECT id FROM asset
        WHERE id_tail(source_id) ~>=~ given.beginning AND id_tail(source_id) ~<~ (given.beginning || CAST(:last AS text))
        ORDER BY id_tail(source_id) USING ~<~
        LIMIT :most
    ) AS begun
) AS found
JOIN asset ON asset.id = found.id
LEFT JOIN asset_life AS life ON life.asset_id = asset.id
CROSS JOIN LATERAL (SELECT ST_Transform(ST_Envelope(asset.geom), 4326) AS geom) AS box
