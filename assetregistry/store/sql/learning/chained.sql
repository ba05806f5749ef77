-- States made into lives, by thing (`lasting`): `life` counts up where a register built the thing anew under the
-- same number (renewed: its year of building jumps to the time of the delivery, or up to :lag_years before, for
-- registers lag), or where it became of another type, which may be a correction, so nothing is seen to end
-- (retyped). A life is entered on the first day of its states and seen to the last. `said`, and lined: of pipes, the
-- lining that their source tells.
said AS (
    SELECT state.thing, state.given_by, said.year
    FROM state
    JOIN catalogue_type AS type ON type.code = state.asset_type AND type.type_group = ANY(CAST(:groups AS text[]))
    LEFT JOIN asset_history AS history ON history.id = state.history_id
    LEFT JOIN asset ON asset.id = state.asset_id AND state.history_id IS NULL
    CROSS JOIN LATERAL (SELECT coalesce(history.state -> 'attributes', asset.attributes) AS attributes) AS source
    CROSS JOIN LATERAL ({lining_said}) AS said
), chained AS (
    SELECT
        state.thing, state.asset_type, state.owner, state.built_from, state.built_to, state.given_by, state.ended_on,
        state.history_id, state.place, state.delivered_to, state.ending_on, seen.first_seen, seen.last_seen,
        said.year AS lined_in,
        said.given_by IS NOT NULL AND coalesce(said.year <= extract(year FROM seen.last_seen), true) AS lined,
        lead(state.given_by) OVER thing IS NULL AS is_last,
        coalesce(
            lead(state.built_from) OVER thing > state.built_to
            AND lead(state.built_from) OVER thing >= extract(year FROM seen.last_seen) - CAST(:lag_years AS integer),
            false
        ) AS renewed,
        lead(state.asset_type) OVER thing <> state.asset_type AS retyped
    FROM state
    LEFT JOIN vouched USING (thing, given_by)
    LEFT JOIN said USING (thing, given_by)
    CROSS JOIN LATERAL (
        SELECT
            least(state.given_on, vouched.first_seen) AS first_seen,
            greatest(state.given_on, vouched.last_seen) AS last_seen
    ) AS seen
    WINDOW thing AS (PARTITION BY state.thing ORDER BY state.given_by)
), numbered AS (
    SELECT
        *,
        count(*) FILTER (WHERE renewed OR retyped) OVER (
            PARTITION BY thing ORDER BY given_by
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS life
    FROM chained
), lasting AS (
    SELECT
        *,
        min(first_seen) OVER life_of AS entered_on,
        max(last_seen) OVER life_of AS seen_to,
        min(first_seen) FILTER (WHERE lined) OVER life_of AS lining_told_on
    FROM numbered
    WINDOW life_of AS (PARTITION BY thing, life)
)
