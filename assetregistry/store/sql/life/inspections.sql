-- A condition c at a date: the share 1 - 0.5^(c - 1) of the mean life of the asset's leading layer is over. The interval
-- of effective years of building runs from what condition c + spread means to what c - spread does; what lies beyond the
-- scale counts as its end. An inspection of before the asset was built speaks of what stood there then. What is seen of a
-- pipe with a lining is that, so its mean life counts, and an inspection of before it no longer does. One without a condition
-- only tells that it was seen. Of what has no recipe no age follows, only its condition.
--
-- Without a subject it is about what has its own dimension and lies in it (or under it, for points and lines) for more
-- than :least_share. What does not reach :around is about no asset that is asked for (null: all are).
INSERT INTO staging_evidence (asset_id, about, rung, basis, year_from, year_to, told_on, statement_id)
SELECT
    life.asset_id, CASE WHEN greatest(life.built_from, lining.year_from) > worn.year THEN 'past' ELSE 'clock' END, 1, 'inspection',
    floor(worn.instant - lives.mean_years * (1 - 0.5 ^ (worn.most - 1))),
    CASE WHEN lives.mean_years IS NOT NULL
        THEN least(worn.year, floor(worn.instant - lives.mean_years * (1 - 0.5 ^ (worn.least - 1)))) END,
    seen.happened_on, seen.statement_id
FROM (
    SELECT statement.id AS statement_id, asset.id AS asset_id, statement.happened_on, statement.condition
    FROM statement
    JOIN {assets} AS asset ON asset.namespace = statement.subject_namespace AND asset.source_id = statement.subject
    WHERE statement.kind = 'inspections' AND statement.replaced_by IS NULL AND statement.condition IS NOT NULL
    UNION ALL
    SELECT statement.id, asset.id, statement.happened_on, statement.condition
    FROM statement
    CROSS JOIN LATERAL (
        SELECT id, geom FROM asset WHERE ST_Intersects(asset.geom, statement.geom) OFFSET bigint '0'
    ) AS asset
    WHERE statement.kind = 'inspections' AND statement.replaced_by IS NULL AND statement.condition IS NOT NULL
      AND statement.subject IS NULL AND coalesce(statement.geom && CAST(:around AS geometry), true)
      AND CASE ST_Dimension(statement.geom)
          WHEN 0 THEN true
          WHEN ST_Dimension(asset.geom) THEN share_within(asset.geom, statement.geom) > :least_share
          ELSE false
      END
) AS seen
JOIN staging_told AS life ON life.asset_id = seen.asset_id
JOIN catalogue_recipe AS recipe ON recipe.id = life.recipe_id
LEFT JOIN catalogue_layer AS layer ON layer.id = recipe.lead_layer_id
LEFT JOIN (
    SELECT DISTINCT ON (asset_id) asset_id, year_from
    FROM staging_evidence WHERE about = 'lining'
    ORDER BY asset_id, rung, told_on DESC NULLS LAST, statement_id DESC
) AS lining ON lining.asset_id = seen.asset_id
LEFT JOIN catalogue_recipe AS lining_recipe ON lining_recipe.code = 'sewer_lining' AND lining.asset_id IS NOT NULL
LEFT JOIN catalogue_layer AS liner ON liner.id = lining_recipe.lead_layer_id
CROSS JOIN LATERAL (SELECT coalesce(liner.mean_years, layer.mean_years) AS mean_years) AS lives
CROSS JOIN LATERAL (
    SELECT
        CAST(extract(year FROM seen.happened_on) AS integer) AS year,
        extract(year FROM seen.happened_on) + (extract(doy FROM seen.happened_on) - 1) / 366.0 AS instant,
        greatest(least(seen.condition + :spread, :worst), :best) AS most,
        least(greatest(seen.condition - :spread, :best), :worst) AS least
) AS worn
