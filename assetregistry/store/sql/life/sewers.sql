-- Surfaces and the sewers that they lie on: enough of sewers runs below a surface, and the one that most of it is counts.
-- Its clock: by inspection, lining, told, or inferred; only a year that was told tells that of the surface. Years of the sewer
-- come in blocks of :sewer_block years. OFFSET makes each pipe ask the index for what it meets: a planner that expects few
-- surfaces of the wanted kind would compare every one with every pipe.
INSERT INTO staging_evidence (asset_id, about, rung, basis, year_from, year_to, told_on, sewer_id)
WITH pipe AS MATERIALIZED (
    SELECT
        life.asset_id, asset.geom, life.built_from AS told_from, life.built_to AS told_to,
        coalesce(planned.year_from, seen.year_from, lined.year_from, life.built_from, guess.year_from) AS clock_from,
        CASE
            WHEN coalesce(planned.year_to, seen.year_to, lined.year_to, life.built_to) IS NULL AND :year - guess.year_to > layer.mean_years THEN :year
            ELSE coalesce(planned.year_to, seen.year_to, lined.year_to, life.built_to, guess.year_to)
        END AS clock_to
    FROM staging_told AS life
    JOIN asset ON asset.id = life.asset_id
    JOIN catalogue_recipe AS recipe ON recipe.id = life.recipe_id
    JOIN catalogue_layer AS layer ON layer.id = recipe.lead_layer_id
    LEFT JOIN (
        SELECT DISTINCT ON (asset_id) asset_id, year_from, year_to
        FROM staging_evidence WHERE about = 'clock'
        ORDER BY asset_id, told_on DESC, statement_id DESC
    ) AS seen ON seen.asset_id = life.asset_id
    LEFT JOIN (
        SELECT DISTINCT ON (asset_id) asset_id, year_from, year_to, basis
        FROM staging_evidence WHERE about = 'lining'
        ORDER BY asset_id, rung, told_on DESC NULLS LAST, statement_id DESC
    ) AS lined ON lined.asset_id = life.asset_id
    LEFT JOIN LATERAL (SELECT lined.year_from, lined.year_to WHERE lined.basis = 'planned_work') AS planned ON true
    LEFT JOIN (
        SELECT DISTINCT ON (asset_id) asset_id, year_from, year_to
        FROM staging_evidence WHERE about = 'built'
        ORDER BY asset_id, rung
    ) AS guess ON guess.asset_id = life.asset_id
    WHERE starts_with(life.asset_type, :prefix) AND ST_Dimension(asset.geom) = 1
), crossing AS (
    SELECT
        surface.id AS surface_id, surface.length_m AS half_outline_m, pipe.*,
        ST_Length(ST_Intersection(pipe.geom, surface.geom)) AS below_m
    FROM pipe
    CROSS JOIN LATERAL (
        SELECT id, geom, length_m FROM asset
        WHERE ST_Intersects(asset.geom, pipe.geom) AND ST_Dimension(asset.geom) = 2
        OFFSET bigint '0'
    ) AS surface
    JOIN staging_told AS life ON life.asset_id = surface.id
    JOIN catalogue_type AS type ON type.code = life.asset_type AND type.type_group = ANY(CAST(:groups AS text[]))
), below AS (
    SELECT DISTINCT ON (surface_id) crossing.*, sum(below_m) OVER (PARTITION BY surface_id) AS all_m
    FROM crossing
    ORDER BY surface_id, below_m DESC, asset_id
)
SELECT below.surface_id, said.about, 2, 'sewer', said.year_from, said.year_to, NULL, below.asset_id
FROM below
JOIN staging_told AS life ON life.asset_id = below.surface_id
CROSS JOIN LATERAL (VALUES
    (
        'sewer', below.clock_from / :sewer_block * :sewer_block,
        below.clock_to / :sewer_block * :sewer_block + :sewer_block - 1
    ),
    (
        'built', (below.told_from - :spread) / :block * :block,
        (below.told_to + :spread) / :block * :block + :block - 1
    )
) AS said (about, year_from, year_to)
WHERE below.all_m >= :least_share * below.half_outline_m
  AND (said.about = 'sewer' OR said.year_from IS NOT NULL AND life.built_basis = 'unknown')
