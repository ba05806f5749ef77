-- Every life that the registry watched: of a thing, from when a delivery first held it until it was seen to end, or was
-- last vouched for. Lives that share all but where they were are one row: count, and places, the 250 m cell of each (as
-- one number).
--
-- A thing has a second life where a register built it anew under the same number (renewed: its year of building jumps to
-- the time of the delivery, or up to :lag_years before, for registers lag), or where it became of another type, which
-- may be a correction, so nothing is seen to end (retyped). Type and years are those told last. What undone imports said
-- does not count.
--
-- followed_to of what stands: the last delivery that vouched for it, or that told removals of its type and owner. A
-- removal lies after gone_after and by gone_by at the latest; followed_to is then until when its dataset was delivered.
--
-- Re-delimited: a thing closed or ended whose place (by half of it at least; lines and points within :near_m) is taken
-- by things of its type and owner that came with the same import or that start on the day of its end, and that were
-- not built since.
--
-- A pipe that was relined has two lives. That of its own wall ended when the lining came (relined) if the middle of the
-- lining's years (until it was told) lies while the pipe was watched; if before that, nobody saw the wall's end
-- (lined_before); if after it, the lining says nothing yet. The other is the lining's: built in its years, watched from the
-- delivery that first told of it, ended as the pipe is. A correction about the layer :layer goes before what the pipe's
-- source said last; a year that was still to come when it was told is a plan.
WITH taken AS (
    SELECT id, dataset_id, delivered_on, max(delivered_on) OVER (PARTITION BY dataset_id) AS delivered_to
    FROM "import" AS one
    WHERE undoes IS NULL AND NOT EXISTS (SELECT FROM "import" AS undo WHERE undo.undoes = one.id)
), seen_before AS (
    SELECT namespace, source_id, min(asset_id) AS thing FROM asset_history GROUP BY namespace, source_id
), told AS (
    SELECT
        coalesce(seen_before.thing, asset.id) AS thing, namespace, source_id, asset.id AS asset_id, asset_type, owner,
        built_from, built_to, import_id AS given_by, CAST(NULL AS integer) AS ended_by, CAST(NULL AS date) AS ended_on,
        CAST(NULL AS bigint) AS history_id, false AS undone, geom
    FROM asset
    LEFT JOIN seen_before USING (namespace, source_id)
    UNION ALL
    SELECT
        seen_before.thing, namespace, source_id, history.asset_id, history.state ->> 'asset_type',
        history.state ->> 'owner', CAST(history.state ->> 'built_from' AS smallint),
        CAST(history.state ->> 'built_to' AS smallint), history.from_import_id, history.import_id, history.ended_on,
        history.id, ending.id IS NULL, history.geom
    FROM asset_history AS history
    JOIN seen_before USING (namespace, source_id)
    LEFT JOIN taken AS ending ON ending.id = history.import_id
    WHERE history.recorded_from IS NOT NULL AND history.change <> 'undone'
), state AS (
    SELECT DISTINCT ON (told.thing, told.given_by)
        told.thing, told.namespace, told.source_id, told.asset_id, told.asset_type, told.owner, told.built_from,
        told.built_to, told.given_by, told.ended_by, told.ended_on, told.history_id,
        (CAST(cell_index(ST_XMin(geom), ST_XMax(geom)) AS bigint) << 32) + cell_index(ST_YMin(geom), ST_YMax(geom)) AS place,
        taken.delivered_on AS given_on, taken.delivered_to, ending.delivered_on AS ending_on
    FROM told
    JOIN taken ON taken.id = told.given_by
    LEFT JOIN taken AS ending ON ending.id = told.ended_by
    ORDER BY told.thing, told.given_by, told.history_id IS NOT NULL, told.undone, told.history_id DESC
), sighted AS (
    SELECT import_id, delivered_on, unnest(asset_ids) AS asset_id
    FROM sighting JOIN taken ON taken.id = sighting.import_id
), vouched AS (
    SELECT
        state.thing, state.given_by, min(sighted.delivered_on) AS first_seen, max(sighted.delivered_on) AS last_seen
    FROM state
    JOIN sighted ON sighted.asset_id = state.asset_id AND sighted.import_id > state.given_by
        AND (state.ended_by IS NULL OR sighted.import_id < state.ended_by)
    GROUP BY state.thing, state.given_by
), said AS (
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
), removal AS (
    SELECT
        id AS history_id, import_id, change, asset_type, owner, geom, gone_by,
        extract(year FROM coalesce(gone_after, gone_by)) AS gone_year
    FROM observed_removal
), left_place AS (
    SELECT *, ST_Expand(geom, :near_m) AS around FROM removal WHERE change IN ('closed', 'ended')
), successor AS (
    SELECT left_place.*, later.geom AS taken_by, later.built_to
    FROM left_place
    CROSS JOIN LATERAL (
        SELECT asset.geom, asset.built_to FROM asset
        WHERE asset.geom && left_place.around
          AND asset.asset_type = left_place.asset_type AND asset.owner = left_place.owner
          AND (asset.import_id = left_place.import_id OR CAST(asset.version_from AS date) = left_place.gone_by)
        OFFSET 0 -- else all assets of its type and owner are looked at, not those around
    ) AS later
    UNION ALL
    SELECT left_place.*, later.geom, CAST(later.state ->> 'built_to' AS smallint)
    FROM left_place
    JOIN asset_history AS later ON later.from_import_id = left_place.import_id AND later.change <> 'undone'
        AND later.state ->> 'asset_type' = left_place.asset_type AND later.state ->> 'owner' = left_place.owner
        AND later.geom && left_place.around
), redelimited AS (
    SELECT history_id
    FROM successor
    CROSS JOIN LATERAL (
        SELECT ST_Intersection(
            geom, CASE WHEN ST_Dimension(geom) = 2 THEN taken_by ELSE ST_Buffer(taken_by, :near_m) END
        ) AS shared
    ) AS overlap
    WHERE coalesce(built_to < gone_year - CAST(:lag_years AS integer), true)
    GROUP BY history_id, geom
    HAVING CASE ST_Dimension(geom)
        WHEN 2 THEN sum(ST_Area(overlap.shared)) >= 0.5 * ST_Area(geom)
        WHEN 1 THEN sum(ST_Length(overlap.shared)) >= 0.5 * ST_Length(geom)
        ELSE bool_or(NOT ST_IsEmpty(overlap.shared))
    END
), listed AS (
    SELECT removal.asset_type, removal.owner, max(taken.delivered_on) AS listed_to
    FROM removal JOIN taken ON taken.id = removal.import_id
    WHERE removal.change = 'removed'
    GROUP BY removal.asset_type, removal.owner
), life AS (
    SELECT
        lasting.thing, lasting.life, lasting.lined, lasting.lined_in, lasting.lining_told_on,
        lasting.asset_type, lasting.built_from, lasting.built_to, lasting.entered_on, lasting.seen_to,
        lasting.ended_on, lasting.ending_on, listed.listed_to, lasting.place,
        greatest(lasting.delivered_to, lasting.ending_on) AS delivered_to,
        CASE
            WHEN lasting.renewed THEN 'renewed'
            WHEN lasting.retyped THEN 'retyped'
            WHEN lasting.history_id IS NULL THEN 'standing'
            WHEN redelimited.history_id IS NOT NULL THEN 'redelimited'
            WHEN removal.history_id IS NOT NULL THEN 'gone'
            ELSE 'lost'
        END AS outcome
    FROM lasting
    LEFT JOIN removal USING (history_id)
    LEFT JOIN redelimited USING (history_id)
    LEFT JOIN listed ON listed.asset_type = lasting.asset_type AND listed.owner = lasting.owner
    WHERE lasting.is_last OR lasting.renewed OR lasting.retyped
    UNION ALL
    SELECT
        NULL, NULL, false, NULL, NULL, asset_type, built_from, built_to, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        'unwatched'
    FROM observed_removal WHERE change = 'superseded'
), dated AS (
    SELECT
        thing, life, lined, lined_in, lining_told_on, asset_type, built_from, built_to, place, outcome, entered_on,
        CASE WHEN outcome IN ('gone', 'renewed') THEN coalesce(ended_on, least(seen_to, ending_on)) END AS gone_after,
        CASE WHEN outcome IN ('gone', 'renewed') THEN coalesce(ended_on, ending_on) END AS gone_by,
        CASE
            WHEN outcome IN ('gone', 'renewed') THEN delivered_to
            WHEN outcome = 'standing' THEN greatest(seen_to, listed_to)
            ELSE seen_to
        END AS followed_to
    FROM life
), corrected AS (
    SELECT DISTINCT ON (thing) thing, id, year_from, year_to, told_on
    FROM (
        SELECT
            statement.id, subject_namespace AS namespace, subject AS source_id, year_from, year_to,
            coalesce(happened_on, taken.delivered_on) AS told_on
        FROM statement JOIN taken ON taken.id = statement.import_id
        WHERE kind = 'corrections' AND replaced_by IS NULL AND layer = :layer
    ) AS said
    JOIN state USING (namespace, source_id)
    WHERE year_from <= extract(year FROM told_on)
    ORDER BY thing, told_on DESC, id DESC
), lining AS (
    SELECT
        dated.*, years.year_from, years.year_to, years.told_on,
        days.lined_after, days.lined_by, days.lined_after + (days.lined_by - days.lined_after) / 2 AS lined_on,
        coalesce(dated.gone_by, dated.followed_to) AS watched_to
    FROM dated
    JOIN catalogue_type AS type ON type.code = dated.asset_type AND type.type_group = ANY(CAST(:groups AS text[]))
    LEFT JOIN corrected USING (thing)
    CROSS JOIN LATERAL (
        SELECT
            least(dated.lining_told_on, corrected.told_on) AS told_on,
            coalesce(corrected.year_from, dated.lined_in, greatest(CAST(:since AS integer), dated.built_from)) AS year_from,
            coalesce(
                corrected.year_to, dated.lined_in, CAST(extract(year FROM dated.lining_told_on) AS integer)
            ) AS year_to
    ) AS years
    CROSS JOIN LATERAL (
        SELECT
            make_date(years.year_from, 1, 1) AS lined_after,
            make_date(years.year_to + 1, 1, 1) AS year_over
    ) AS whole
    CROSS JOIN LATERAL (
        SELECT
            whole.lined_after,
            CASE WHEN years.told_on < whole.lined_after THEN year_over ELSE least(year_over, years.told_on) END AS lined_by
    ) AS days
    WHERE (dated.lined OR corrected.id IS NOT NULL) AND coalesce(years.year_to >= dated.built_from, true)
), relined AS (
    SELECT * FROM lining WHERE lined_on < watched_to
), told_apart AS (
    SELECT asset_type, built_from, built_to, place, outcome, entered_on, gone_after, gone_by, followed_to
    FROM dated
    WHERE NOT EXISTS (
        SELECT FROM relined
        WHERE relined.thing = dated.thing AND relined.life = dated.life
    )
    UNION ALL
    SELECT
        asset_type, built_from, built_to, place, CASE WHEN watched THEN 'relined' ELSE 'lined_before' END, entered_on,
        CASE WHEN watched THEN lined_after END, CASE WHEN watched THEN lined_by END, followed_to
    FROM relined CROSS JOIN LATERAL (SELECT lined_on > entered_on AS watched) AS wall
    UNION ALL
    SELECT
        'sewer_lining', year_from, year_to, place, outcome, since.entered_on, gone_after, gone_by, followed_to
    FROM relined
    CROSS JOIN LATERAL (SELECT greatest(relined.entered_on, told_on, lined_after) AS entered_on) AS since
    WHERE coalesce(since.entered_on < gone_by, since.entered_on <= followed_to)
)
SELECT
    asset_type, built_from, built_to, outcome, entered_on, gone_after, gone_by, followed_to, count(*) AS count,
    array_agg(place) AS places
FROM told_apart
GROUP BY asset_type, built_from, built_to, outcome, entered_on, gone_after, gone_by, followed_to
ORDER BY asset_type, outcome, built_from, built_to, entered_on, gone_after, gone_by, followed_to
