-- The year of building of assets that came with their neighbourhood: that of the buildings in the three by three squares of
-- :square_m around the middle of the asset's box. The interval holds :share of them, and at least :spread years to each side
-- of their median, in blocks of :block years.
INSERT INTO staging_evidence (asset_id, about, rung, basis, year_from, year_to, things)
WITH building AS (
    SELECT
        floor((ST_XMin(geom) + ST_XMax(geom)) / (2 * :square_m)) AS east,
        floor((ST_YMin(geom) + ST_YMax(geom)) / (2 * :square_m)) AS north,
        (year_from + year_to) / 2 AS year
    FROM statement
    WHERE kind = 'buildings' AND replaced_by IS NULL AND year_from <= :year AND geom IS NOT NULL
      AND coalesce(geom && ST_Expand(CAST(:around AS geometry), 2 * :square_m), true)
), square AS (
    SELECT east, north, count(*) AS buildings, percentile_disc(ARRAY[0.5 - :share / 2, 0.5, 0.5 + :share / 2])
        WITHIN GROUP (ORDER BY year) AS years
    FROM (
        SELECT building.east + i AS east, building.north + j AS north, year
        FROM building CROSS JOIN generate_series(-1, 1) AS i CROSS JOIN generate_series(-1, 1) AS j
    ) AS around
    GROUP BY east, north
    HAVING count(*) >= :least
)
SELECT
    asset.id, 'built', 3, 'buildings',
    least(square.years[1], square.years[2] - :spread) / :block * :block,
    greatest(square.years[3], square.years[2] + :spread) / :block * :block + :block - 1,
    square.buildings
FROM staging_told AS life
JOIN catalogue_type AS type ON type.code = life.asset_type AND type.type_group = ANY(CAST(:groups AS text[]))
JOIN asset ON asset.id = life.asset_id
JOIN square ON square.east = floor((ST_XMin(asset.geom) + ST_XMax(asset.geom)) / (2 * :square_m))
    AND square.north = floor((ST_YMin(asset.geom) + ST_YMax(asset.geom)) / (2 * :square_m))
WHERE life.built_basis = 'unknown'
