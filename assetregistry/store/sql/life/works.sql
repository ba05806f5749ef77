-- Planned works of this year or later, by the middle of the period that was said; the first one counts. Without a subject
-- a work is about what lies in it for more than :least_share and is of a group that its words name (:words; the empty
-- word is in every text). A relining (one of :relinings in its words) takes nothing out: it is a lining that is to come.
INSERT INTO staging_evidence (asset_id, about, rung, basis, year_from, year_to, told_on, statement_id)
SELECT
    planned.asset_id,
    CASE WHEN statement.year_to < :year THEN 'past' WHEN said.relines THEN 'lining' ELSE 'works' END,
    CASE WHEN said.relines THEN 3 ELSE 1 END, 'planned_work',
    said.year, said.year, taken.delivered_on, statement.id
FROM (
    SELECT statement.id AS statement_id, asset.id AS asset_id
    FROM statement
    JOIN asset ON asset.namespace = statement.subject_namespace AND asset.source_id = statement.subject
    WHERE statement.kind = 'planned_works' AND statement.replaced_by IS NULL
    UNION ALL
    SELECT statement.id, asset.id
    FROM statement
    CROSS JOIN LATERAL (
        SELECT id, geom FROM asset WHERE ST_Intersects(asset.geom, statement.geom) OFFSET bigint '0'
    ) AS asset
    JOIN staging_told AS life ON life.asset_id = asset.id
    JOIN catalogue_type AS type ON type.code = life.asset_type
    WHERE statement.kind = 'planned_works' AND statement.replaced_by IS NULL AND statement.subject IS NULL
      AND EXISTS (
          SELECT FROM unnest(CAST(:words AS text[]), CAST(:groups AS text[])) AS about (word, type_group)
          WHERE about.type_group = type.type_group
            AND position(about.word IN lower(concat_ws(' ', statement.name, statement.reason))) > 0
      )
      AND {share_within}
) AS planned
JOIN statement ON statement.id = planned.statement_id
JOIN "import" AS taken ON taken.id = statement.import_id
JOIN staging_told AS life ON life.asset_id = planned.asset_id
JOIN catalogue_type AS type ON type.code = life.asset_type
CROSS JOIN LATERAL (
    SELECT EXISTS (
        SELECT FROM unnest(CAST(:relinings AS text[])) AS about (word)
        WHERE position(about.word IN lower(concat_ws(' ', statement.name, statement.reason))) > 0
    ) AS relines, CASE WHEN statement.year_to < :year THEN statement.year_to
                ELSE greatest((statement.year_from + statement.year_to + 1) / 2, :year) END AS year
) AS said
WHERE NOT said.relines OR type.type_group = ANY(CAST(:lined_groups AS text[]))
