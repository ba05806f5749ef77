-- Planned works of this year or later, by the middle of the period that was said; the first one counts. Without a subject
-- a work is about what lies in it for more than :least_share and is of a group that its words name (:words; the empty
-- word is in every text). What takes out nothing that the asset is made of says nothing of it (`staging_work`), but for a
-- relining of a pipe (of :lined_groups): that is a lining which is to come.
INSERT INTO staging_evidence (asset_id, about, rung, basis, year_from, year_to, told_on, statement_id)
SELECT
    planned.asset_id,
    CASE WHEN statement.year_to < :year THEN 'past' WHEN work.reason = 'relining' THEN 'lining' ELSE 'works' END,
    CASE WHEN work.reason = 'relining' THEN 3 ELSE 1 END, 'planned_work',
    said.year, said.year, taken.delivered_on, statement.id
FROM (
    SELECT statement.id AS statement_id, asset.id AS asset_id
    FROM statement
    JOIN {assets} AS asset ON asset.namespace = statement.subject_namespace AND asset.source_id = statement.subject
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
      AND coalesce(statement.geom && CAST(:around AS geometry), true)
      AND EXISTS (
          SELECT FROM unnest(CAST(:words AS text[]), CAST(:groups AS text[])) AS about (word, type_group)
          WHERE about.type_group = type.type_group
            AND position(about.word IN lower(concat_ws(' ', statement.name, statement.reason))) > 0
      )
      AND share_within(asset.geom, statement.geom) > :least_share
) AS planned
JOIN statement ON statement.id = planned.statement_id
JOIN staging_work AS work ON work.statement_id = planned.statement_id
JOIN "import" AS taken ON taken.id = statement.import_id
JOIN staging_told AS life ON life.asset_id = planned.asset_id
JOIN catalogue_type AS type ON type.code = life.asset_type
CROSS JOIN LATERAL (
    SELECT CASE WHEN statement.year_to < :year THEN statement.year_to
                ELSE greatest((statement.year_from + statement.year_to + 1) / 2, :year) END AS year
) AS said
WHERE CASE
    WHEN work.reason = 'relining' THEN type.type_group = ANY(CAST(:lined_groups AS text[]))
    ELSE EXISTS (
        SELECT FROM possible_part AS part JOIN catalogue_layer AS layer ON layer.asset_type = part.member
        WHERE part.recipe_id = life.recipe_id AND layer.lifetime = ANY(work.lifetimes)
    )
END
