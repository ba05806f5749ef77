-- The cohorts of a polygon (:wkb, valid, in the registry's CRS), as `forecast/read_cohorts` gives those of an area.
-- From the coarsest cells down: a cell whose assets all lie inside (their common bounding box does) is taken as it is,
-- one that touches the outline is looked into, and in the smallest cells of the outline each asset counts with the share
-- of it that lies inside. There an outline of many corners is first cut to the cell's surroundings, or all of it would be
-- walked for each asset.
WITH RECURSIVE given AS MATERIALIZED (
    SELECT ST_SetSRID(ST_GeomFromWKB(:wkb), CAST(:srid AS integer)) AS geom
), visited AS (
    SELECT cell.level, cell.east, cell.north, cell.extent, ST_Covers(given.geom, cell.extent) AS inside
    FROM given
    JOIN cell ON cell.level = :top AND ST_Intersects(given.geom, cell.extent)
    UNION ALL
    SELECT cell.level, cell.east, cell.north, cell.extent, ST_Covers(given.geom, cell.extent)
    FROM visited
    CROSS JOIN generate_series(0, 3) AS i
    CROSS JOIN generate_series(0, 3) AS j
    CROSS JOIN given
    JOIN cell ON cell.level = visited.level - 1 AND cell.east = 4 * visited.east + i AND cell.north = 4 * visited.north + j
        AND ST_Intersects(given.geom, cell.extent)
    WHERE NOT visited.inside
), outline AS MATERIALIZED (
    SELECT visited.east, visited.north, visited.extent, CASE
        WHEN ST_NPoints(given.geom) <= :few_corners THEN given.geom
        ELSE ST_Intersection(given.geom, ST_Expand(visited.extent, 1))
    END AS piece
    FROM visited CROSS JOIN given
    WHERE visited.level = 0 AND NOT visited.inside
), part AS MATERIALIZED (
    SELECT
        asset.id AS asset_id,
        CASE
            WHEN ST_Dimension(asset.geom) = 0 OR ST_Covers(outline.piece, asset.geom) THEN 1
            WHEN ST_Dimension(asset.geom) = 1
            THEN ST_Length(ST_Intersection(asset.geom, outline.piece)) / nullif(ST_Length(asset.geom), 0)
            ELSE ST_Area(ST_Intersection(asset.geom, outline.piece)) / nullif(ST_Area(asset.geom), 0)
        END AS share
    FROM outline
    JOIN asset ON asset.geom && outline.extent AND ST_Intersects(outline.piece, asset.geom)
        AND asset.cell_east = outline.east AND asset.cell_north = outline.north
), taken AS (
    SELECT key_id, sum(layers) AS assets, sum(cohort.kg) AS kg, sum(cohort.kg2) AS kg2
    FROM visited
    JOIN cell USING (level, east, north)
    CROSS JOIN unnest(cohort_keys, cohort_assets, cohort_kg, cohort_kg2) AS cohort (key_id, layers, kg, kg2)
    WHERE visited.inside
    GROUP BY key_id
)
SELECT
    CAST(NULL AS text) AS area, asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime,
    sewer_built_from, sewer_built_to, CAST(sum(assets) AS bigint) AS count, sum(kg) AS kg, sum(kg2) AS kg2
FROM (
    SELECT
        asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
        sewer_built_to, assets, kg, kg2
    FROM taken JOIN cell_key ON cell_key.id = taken.key_id
    UNION ALL
    SELECT
        asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
        sewer_built_to, 1, share * kg, (share * kg) ^ 2
    FROM part JOIN asset_layer ON asset_layer.asset_id = part.asset_id
    WHERE part.share > 1e-9 AND asset_layer.kg > 0
) AS held
GROUP BY
    asset_type, owner, layer_id, suspect, built_from, built_to, works_year, sewer_lifetime, sewer_built_from,
    sewer_built_to
