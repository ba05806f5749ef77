-- Candidates by id: our own, or the last part of the source's, which begins with one of :beginnings (in lower case; nothing
-- sorts after :last), or is one of :own_ids after the code of a source holder. All are found by an index, the shortest first.
WITH RECURSIVE holder (code) AS (
    -- The codes that ids begin with (a letter and four digits) are not kept: each step asks the index for the next one, past
    -- all ids of the former. An id that is shorter is stepped past alone. '/' sorts right before '0', ':' right after '9'.
    SELECT letter || '/' FROM unnest(CAST('{g,l,p,w}' AS text[])) AS kind (letter)
    WHERE cardinality(CAST(:own_ids AS text[])) > 0
    UNION ALL
    SELECT following.code FROM holder
    CROSS JOIN LATERAL (
        SELECT left(id_tail(source_id), 5) AS code FROM asset
        WHERE id_tail(source_id) ~>~ (holder.code || CASE length(holder.code) WHEN 5 THEN CAST(:last AS text) ELSE '' END)
            AND id_tail(source_id) ~<~ (left(holder.code, 1) || ':')
        ORDER BY id_tail(source_id) USING ~<~
        LIMIT 1
    ) AS following
)

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
    UNION
    SELECT held.id
    FROM holder
    CROSS JOIN unnest(CAST(:own_ids AS text[])) AS given (own_id)
    JOIN asset AS held ON id_tail(held.source_id) = holder.code || '.' || given.own_id
) AS found
JOIN asset ON asset.id = found.id
LEFT JOIN asset_life AS life ON life.asset_id = asset.id
CROSS JOIN LATERAL (SELECT ST_Transform(ST_Envelope(asset.geom), 4326) AS geom) AS box
