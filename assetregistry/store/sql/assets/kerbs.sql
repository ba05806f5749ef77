-- Where a carriageway or a parking bay meets a footway there is a kerb: the borders that they share, a row per pair. Only
-- for sources whose rows tell the function of a road part (BGT); borders there have their vertices in common. What is
-- shorter than half a metre is a corner, not a kerb. The kerb has the years of the carriageway, as its source told them.
-- OFFSET makes each carriageway ask the index for the footways that it meets.
WITH part AS NOT MATERIALIZED (
    SELECT
        asset.id, asset.source_id, asset.owner, asset.built_from, asset.built_to, asset.geom,
        lower(coalesce(
            attributes ->> 'function', attributes ->> 'functie', attributes ->> 'bgt-functie', attributes ->> 'function_'
        )) AS function
    FROM asset
    WHERE asset.asset_type LIKE 'road\_%' AND ST_Dimension(asset.geom) = 2
      AND (CAST(:area_id AS integer) IS NULL OR EXISTS (
          SELECT FROM asset_area WHERE asset_area.asset_id = asset.id AND asset_area.area_id = :area_id))
), driven AS MATERIALIZED (
    SELECT * FROM part WHERE function LIKE 'rijbaan%' OR function IN ('parkeervlak', 'ov-baan', 'inrit')
), shared AS (
    SELECT
        driven.source_id || '|' || walked.source_id AS source_id, driven.owner, driven.built_from, driven.built_to,
        ST_LineMerge(ST_CollectionExtract(ST_Intersection(ST_Boundary(driven.geom), ST_Boundary(walked.geom)), 2)) AS geom
    FROM driven
    CROSS JOIN LATERAL (
        SELECT part.source_id, part.geom FROM part
        WHERE part.function IN ('voetpad', 'voetgangersgebied') AND ST_Intersects(part.geom, driven.geom)
        OFFSET bigint '0'
    ) AS walked
)
SELECT source_id, owner, built_from, built_to, ST_Length(geom) AS length_m, geom
FROM shared WHERE ST_Length(geom) >= :shortest_m
ORDER BY source_id
