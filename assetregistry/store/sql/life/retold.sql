-- The assets that lives are derived of when nothing has changed but what is said by name of a few, since :version. `changes`:
-- whose life may become another one. These are the named ones; what infers its year from the neighbourhood of one; and the
-- surfaces on pipes among these. The others are what the lives of these are inferred from: the pipes below them, and all
-- that lies in the neighbourhoods of either. Made and dropped within one transaction.
CREATE UNLOGGED TABLE staging_scope AS
WITH named AS (
    SELECT DISTINCT asset_id FROM retold_asset WHERE version > :version
), member AS NOT MATERIALIZED (
    SELECT asset_area.asset_id, asset_area.area_id
    FROM asset_area JOIN area ON area.id = asset_area.area_id AND area.kind = :area_kind
    WHERE asset_area.share >= 0.5
), moved AS MATERIALIZED (
    SELECT asset_id FROM named
    UNION
    SELECT other.asset_id
    FROM (SELECT DISTINCT area_id FROM named JOIN member USING (asset_id)) AS neighbourhood
    JOIN member AS other USING (area_id)
    CROSS JOIN LATERAL (SELECT built_basis FROM asset_life WHERE asset_life.asset_id = other.asset_id OFFSET 0) AS life
    WHERE life.built_basis NOT IN ('register', 'correction')
), changing AS MATERIALIZED (
    SELECT asset_id FROM moved
    UNION
    SELECT surface.id
    FROM moved
    JOIN asset AS pipe ON pipe.id = moved.asset_id AND ST_Dimension(pipe.geom) = 1
    JOIN asset AS surface ON ST_Intersects(surface.geom, pipe.geom) AND ST_Dimension(surface.geom) = 2
), below AS MATERIALIZED (
    SELECT asset_id FROM changing
    UNION
    SELECT pipe.id
    FROM changing
    JOIN asset AS surface ON surface.id = changing.asset_id AND ST_Dimension(surface.geom) = 2
    JOIN asset AS pipe ON ST_Intersects(pipe.geom, surface.geom) AND ST_Dimension(pipe.geom) = 1
)
SELECT asset_id, bool_or(changes) AS changes
FROM (
    SELECT asset_id, true AS changes FROM changing
    UNION ALL
    SELECT asset_id, false FROM below
    UNION ALL
    SELECT other.asset_id, false
    FROM (SELECT DISTINCT area_id FROM below JOIN member USING (asset_id)) AS neighbourhood
    JOIN member AS other USING (area_id)
) AS found
GROUP BY asset_id
