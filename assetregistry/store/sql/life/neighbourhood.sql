-- The year of building of what nothing else tells of: that of the assets of its group and neighbourhood that tell theirs.
-- An asset belongs to the neighbourhood that holds half of it or more.
INSERT INTO staging_evidence (asset_id, about, rung, basis, year_from, year_to, things)
WITH place AS (
    SELECT asset_area.asset_id, asset_area.area_id
    FROM asset_area JOIN area ON area.id = asset_area.area_id AND area.kind = :area_kind
    WHERE asset_area.share >= 0.5
), dated AS (
    SELECT
        place.area_id, type.type_group, count(*) AS assets,
        percentile_disc(ARRAY[0.5 - :share / 2, 0.5, 0.5 + :share / 2])
            WITHIN GROUP (ORDER BY (life.built_from + life.built_to) / 2) AS years
    FROM staging_told AS life
    JOIN place ON place.asset_id = life.asset_id
    JOIN catalogue_type AS type ON type.code = life.asset_type
    WHERE life.built_from IS NOT NULL
    GROUP BY place.area_id, type.type_group
    HAVING count(*) >= :least
)
SELECT DISTINCT ON (life.asset_id)
    life.asset_id, 'built', 4, 'neighbourhood',
    least(dated.years[1], dated.years[2] - :spread) / :block * :block,
    greatest(dated.years[3], dated.years[2] + :spread) / :block * :block + :block - 1,
    dated.assets
FROM staging_told AS life
JOIN place ON place.asset_id = life.asset_id
JOIN catalogue_type AS type ON type.code = life.asset_type
JOIN dated ON dated.area_id = place.area_id AND dated.type_group = type.type_group
WHERE life.built_basis = 'unknown'
  AND NOT EXISTS (
      SELECT FROM staging_evidence AS told WHERE told.asset_id = life.asset_id AND told.about = 'built'
  )
ORDER BY life.asset_id, place.area_id
