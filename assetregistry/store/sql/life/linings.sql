-- Linings of pipes (of :groups): by a correction about the layer :layer, else by what the pipe's own source says. Where
-- that tells no year, the lining came between :since and now, and not before the pipe. A lining of before the pipe was built speaks of what lay there then.
INSERT INTO staging_evidence (asset_id, about, rung, basis, year_from, year_to, told_on, statement_id)
WITH pipe AS (
    SELECT life.asset_id, life.built_from
    FROM staging_told AS life
    JOIN catalogue_type AS type ON type.code = life.asset_type AND type.type_group = ANY(CAST(:groups AS text[]))
), told AS (
    SELECT
        asset.id AS asset_id, 1 AS rung, 'correction' AS basis, statement.year_from, statement.year_to,
        coalesce(statement.happened_on, taken.delivered_on) AS told_on, statement.id AS statement_id
    FROM statement
    JOIN "import" AS taken ON taken.id = statement.import_id
    JOIN {assets} AS asset ON asset.namespace = statement.subject_namespace AND asset.source_id = statement.subject
    WHERE statement.kind = 'corrections' AND statement.replaced_by IS NULL AND statement.layer = :layer
      AND statement.year_from <= :year
    UNION ALL
    SELECT
        asset.id, 2, 'register',
        coalesce(said.year, least(greatest(CAST(:since AS integer), pipe.built_from), :year)), coalesce(said.year, :year),
        CAST(asset.version_from AS date), NULL
    FROM pipe
    JOIN asset ON asset.id = pipe.asset_id
    CROSS JOIN LATERAL ({lining_said}) AS said
    WHERE coalesce(said.year <= :year, true)
)
SELECT
    asset_id, CASE WHEN told.year_to < pipe.built_from THEN 'past' ELSE 'lining' END, rung, basis, year_from, year_to,
    told_on, statement_id
FROM told JOIN pipe USING (asset_id)
