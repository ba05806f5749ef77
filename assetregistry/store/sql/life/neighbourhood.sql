-- The year of building of what nothing else tells of: that of the assets of its group and neighbourhood that tell theirs.
-- An asset belongs to the neighbourhood that holds half of it or more.
INSERT INTO staging_evidence (asset_id, about, rung, basis, year_from, year_to, things)
WITH life AS (
    SELECT
        told.asset_id, asset_area.area_id, type.type_group, told.built_basis,
        (told.built_from + told.built_to) / 2 AS year
    FROM staging_told AS told
    JOIN catalogue_type AS type ON type.code = told.asset_type
    JOIN asset_area ON asset_area.asset_id = told.asset_id AND asset_area.share >= 0.5
    JOIN area ON area.id = asset_area.area_id AND area.kind = :area_kind
), dated AS (
    SELECT
        area_id, type_group, count(*) AS assets,
        percentile_disc(ARRAY[0.5 - :share / 2, 0.5, 0.5 + :share / 2]) WITHIN GROUP (ORDER BY year) AS years
    FROM life
    WHERE year IS NOT NULL
    GROUP BY area_id, type_group
    HAVING count(*) >= :least
)
SELECT DISTINCT ON (life.asset_id)
    life.asset_id, 'built', 4, 'neighbourhood',
    least(dated.years[1], dated.years[2] - :spread) / :block * :block,
    greatest(dated.years[3], dated.years[2] + :spread) / :block * :block + :block - 1,
    dated.assets
FROM life
JOIN dated USING (area_id, type_group)
WHERE life.built_basis = 'unknown'
  AND NOT EXISTS (
      SELECT FROM staging_evidence AS told WHERE told.asset_id = life.asset_id AND told.about = 'built'
  )
ORDER BY life.asset_id, area_id
