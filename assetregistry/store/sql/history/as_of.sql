-- What the registry held at :known_at; or, with :valid_at, what by its knowledge at :known_at stood on that day: of each
-- thing the latest version that was valid by then, unless the thing had gone. A version without a date of its own is
-- valid from when it was recorded.
WITH known AS (
    SELECT
        state.*,
        coalesce(state.valid_from, state.recorded_from) AS since,
        CASE WHEN state.recorded_to <= :known_at THEN CASE
            WHEN state.change IN ('closed', 'ended', 'removed') THEN coalesce(state.ended_on, state.recorded_to)
            WHEN state.change = 'superseded' THEN state.ended_on
        END END AS gone_at
    FROM asset_state AS state
    WHERE coalesce(state.recorded_from, state.recorded_to) <= :known_at
      AND NOT (state.change IS NOT DISTINCT FROM 'undone' AND state.recorded_to <= :known_at)
      AND (
          CAST(:valid_at AS timestamptz) IS NOT NULL
          OR state.recorded_from IS NOT NULL AND (state.recorded_to IS NULL OR state.recorded_to > :known_at)
      )
), chosen AS (
    SELECT DISTINCT ON (namespace, source_id) *
    FROM known
    WHERE CAST(:valid_at AS timestamptz) IS NULL OR since <= :valid_at
    ORDER BY namespace, source_id, since DESC NULLS LAST, recorded_from DESC NULLS LAST
)
SELECT
    asset_id, namespace, source_id, asset_type, owner, source_material, built_from, built_to, length_m, area_m2,
    since, recorded_from, CASE WHEN recorded_to <= :known_at THEN recorded_to END AS recorded_to,
    ST_Transform(geom, 4326) AS geometry
FROM chosen
WHERE (CAST(:valid_at AS timestamptz) IS NULL OR gone_at IS NULL OR gone_at > :valid_at)
AND (cardinality(CAST(:asset_type AS text[])) = 0 OR asset_type = ANY(CAST(:asset_type AS text[])))
AND (cardinality(CAST(:owner AS text[])) = 0 OR owner = ANY(CAST(:owner AS text[])))
AND (CAST(:area_id AS integer) IS NULL OR EXISTS (
    SELECT FROM area
    WHERE area.id = :area_id AND area.geom && chosen.geom AND ST_Intersects(area.geom, ST_PointOnSurface(chosen.geom))
))
AND (CAST(:after_namespace AS text) IS NULL OR (namespace, source_id) > (:after_namespace, :after_source_id))
ORDER BY namespace, source_id
LIMIT :limit
