-- A pipe that was relined told apart in two lives (`told_apart`). That of its own wall ended when the lining came
-- (relined) if the middle of the lining's years (until it was told) lies while the pipe was watched; if before that,
-- nobody saw the wall's end (lined_before); if after it, the lining says nothing yet. The other is the lining's:
-- built in its years, watched from the delivery that first told of it, ended as the pipe is. A correction about the
-- layer :layer (`corrected`) goes before what the pipe's source said last; a year that was still to come when it was
-- told is a plan.
corrected AS (
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
