-- The types that an asset of a recipe may be made of, with their weights; `lines`: of the lining that a pipe may have.
CREATE VIEW possible_part AS
SELECT recipe_id, member, weight, false AS lines FROM catalogue_mix
UNION ALL
SELECT recipe.id, 'sewer_lining', 1, true
FROM catalogue_recipe AS recipe JOIN catalogue_type AS type ON type.code = recipe.asset_type
WHERE type.type_group = 'sewer';

-- What each asset is made of by the catalogue: one row per asset, possible type (with its weight) and layer. Derived, never
-- stored, so a changed catalogue shows at once. Type, recipe and years are those that the asset is taken for (asset_life).
--
-- built_from, built_to: the interval that the layer's age is counted from. Layers that lead run on the asset's clock, which
-- an inspection or a lining may have moved; the others since the asset was built, or was renewed where its year is inferred.
-- Suspicion looks only at years that were told: an unknown or too early year cannot exclude a hazard.
--
-- works_year: of the first planned work that takes out the layer.
--
-- A pipe with a lining has the layers of type sewer_lining besides its own. Its own leading layers then live as the lining
-- does: their layer_id has a minus sign (registry/recipes.py has the twin of this). A lining that is planned has no mass yet.
CREATE VIEW recipe_layer AS
SELECT
    asset.id AS asset_id,
    taken.asset_type,
    asset.owner,
    CASE WHEN layer.leads THEN taken.clock_from ELSE taken.built_from END AS built_from,
    CASE
        WHEN layer.leads THEN taken.clock_to
        WHEN life.renewed_by - taken.built_to > layer.mean_years THEN life.renewed_by
        ELSE taken.built_to
    END AS built_to,
    works.year AS works_year,
    life.sewer_lifetime,
    life.sewer_built_from,
    life.sewer_built_to,
    mix.member,
    mix.weight,
    CAST(
        CASE WHEN layer.leads AND life.lining_from IS NOT NULL AND NOT mix.lines THEN -layer.id ELSE layer.id END AS bigint
    ) AS layer_id,
    layer.position,
    measure.quantity,
    mix.weight * measure.quantity * layer.kg_low AS kg_low,
    mix.weight * measure.quantity * layer.kg_typical AS kg,
    mix.weight * measure.quantity * layer.kg_high AS kg_high,
    CASE
        WHEN layer.suspect_before IS NULL OR life.renewed_by IS NOT NULL OR taken.built_from IS NULL
            OR taken.built_from < layer.suspect_before
        THEN layer.hazard
    END AS suspect
FROM asset
LEFT JOIN asset_life AS life ON life.asset_id = asset.id
CROSS JOIN LATERAL (
    SELECT
        coalesce(life.asset_type, asset.asset_type) AS asset_type,
        coalesce(life.built_from, asset.built_from) AS built_from,
        coalesce(life.built_to, asset.built_to) AS built_to,
        coalesce(life.clock_from, asset.built_from) AS clock_from,
        coalesce(life.clock_to, asset.built_to) AS clock_to
) AS taken
JOIN catalogue_type AS own ON own.code = taken.asset_type
JOIN possible_part AS mix ON mix.recipe_id = coalesce(life.recipe_id, own.recipe_id)
    AND (NOT mix.lines OR life.lining_from IS NOT NULL AND life.lining_basis <> 'planned_work')
JOIN catalogue_type AS type ON type.code = mix.member
JOIN catalogue_layer AS layer ON layer.asset_type = mix.member
LEFT JOIN asset_works AS works ON works.asset_id = asset.id AND works.lifetime = layer.lifetime
CROSS JOIN LATERAL (
    SELECT
        coalesce(asset.width_mm, own.default_width_mm, type.default_width_mm) AS width_mm,
        coalesce(asset.height_mm, own.default_height_mm, type.default_height_mm) AS height_mm,
        coalesce(asset.shape, own.default_shape, type.default_shape, 'round') AS shape
) AS size
CROSS JOIN LATERAL (
    SELECT coalesce(CASE layer.per
        WHEN 'area_m2' THEN asset.area_m2
        WHEN 'length_m' THEN asset.length_m
        WHEN 'piece' THEN 1
        WHEN 'wall_m3' THEN wall_volume_m3(
            size.shape, size.width_mm, size.height_mm,
            coalesce(CASE WHEN NOT mix.lines THEN asset.wall_mm END, type.wall_base_mm + type.wall_slope * size.width_mm),
            type.wall_diameter, asset.length_m
        )
    END, 0) AS quantity
) AS measure;

-- Lines of passports with the asset that they speak of, and the layer of its recipe that each line's clock is taken from:
-- the one of that name, else of that material, of the type that the asset most likely is. A line whose material the
-- catalogue has no layer of does not count, nor one about a type without a recipe: nothing tells when it would end.
-- A measured line (its reason says so) goes before one that is declared of the same layer, and a measured one of the whole
-- asset before all that are declared. cv_percent: of its mass, of which low and high are the 10th and 90th percentile; 0
-- where no range is told (composition.relative_spread has the twin of this).
-- names_lead: the line names the layer that gives its type the name, of which an asset has one whatever type it is.
CREATE VIEW passport_line AS
SELECT
    statement.import_id,
    asset.id AS asset_id,
    taken.recipe_id,
    statement.layer,
    statement.material,
    material.number AS material_number,
    statement.kg_low,
    statement.kg,
    statement.kg_high,
    base.layer_id AS base_layer_id,
    base.position = 0 AND base.named AS names_lead,
    is_measured(statement.reason) AS measured,
    CASE
        WHEN statement.kg_high > statement.kg_low AND statement.kg > 0 THEN greatest(1, least(999, round(100 * CASE
            WHEN statement.kg_low > 0
            THEN sqrt(exp(least(ln(statement.kg_high / statement.kg_low) / (2 * 1.2815515655446004), 3) ^ 2) - 1)
            ELSE (statement.kg_high - statement.kg_low) / (2 * 1.2815515655446004 * statement.kg)
        END)))
        ELSE 0
    END AS cv_percent
FROM statement
JOIN asset ON asset.namespace = statement.subject_namespace AND asset.source_id = statement.subject
LEFT JOIN asset_life AS life ON life.asset_id = asset.id
JOIN catalogue_type AS own ON own.code = asset.asset_type
CROSS JOIN LATERAL (SELECT coalesce(life.recipe_id, own.recipe_id) AS recipe_id) AS taken
CROSS JOIN LATERAL (
    SELECT material_number AS number FROM catalogue_layer WHERE catalogue_layer.material = statement.material LIMIT 1
) AS material
CROSS JOIN LATERAL (
    SELECT layer.id AS layer_id, layer.position, coalesce(layer.name = statement.layer, false) AS named
    FROM catalogue_mix AS mix JOIN catalogue_layer AS layer ON layer.asset_type = mix.member
    WHERE mix.recipe_id = taken.recipe_id
    ORDER BY named DESC, layer.material = statement.material DESC, mix.weight DESC, mix.member, layer.position
    LIMIT 1
) AS base
WHERE statement.kind = 'passports' AND statement.replaced_by IS NULL AND statement.kg IS NOT NULL
  AND (is_measured(statement.reason) OR NOT EXISTS (
      SELECT FROM statement AS better
      WHERE better.kind = 'passports' AND better.replaced_by IS NULL AND better.kg IS NOT NULL
        AND better.subject_namespace = statement.subject_namespace AND better.subject = statement.subject
        AND (better.layer IS NULL OR better.layer = statement.layer) AND is_measured(better.reason)
  ));

-- What each asset is made of: its recipe's layers, with those that a passport speaks of replaced by the passport's lines.
-- A line without a layer speaks of the whole asset, its lining too. A line has the clock of its base layer; its layer_id is
-- that layer's plus a million times (its material's number plus ten thousand times its cv in per cent), with the layer's
-- sign (registry/recipes.py has the twin of this).
-- weight: of the type whose layer or clock it is. Suspicion stays where the material does; what is always hazardous is so in a passport too.
CREATE VIEW asset_layer AS
SELECT recipe.*, CAST(NULL AS integer) AS told_by, CAST(NULL AS text) AS told_layer, CAST(NULL AS text) AS told_material,
    CAST(NULL AS boolean) AS told_measured
FROM recipe_layer AS recipe
WHERE NOT EXISTS (
    SELECT
    FROM passport_line AS line
    JOIN possible_part AS mix ON mix.recipe_id = line.recipe_id
    JOIN catalogue_layer AS layer ON layer.asset_type = mix.member
        AND (line.layer IS NULL OR line.layer = layer.name OR line.names_lead AND layer.position = 0 AND NOT mix.lines)
    WHERE line.asset_id = recipe.asset_id AND layer.id = abs(recipe.layer_id)
)
UNION ALL
SELECT
    recipe.asset_id, recipe.asset_type, recipe.owner, recipe.built_from, recipe.built_to, recipe.works_year,
    recipe.sewer_lifetime, recipe.sewer_built_from, recipe.sewer_built_to, recipe.member, recipe.weight,
    CAST(
        sign(recipe.layer_id) * (line.base_layer_id + 1e6 * (line.material_number + 1e4 * line.cv_percent)) AS bigint
    ),
    recipe.position, recipe.quantity,
    coalesce(line.kg_low, line.kg), line.kg, coalesce(line.kg_high, line.kg),
    CASE
        WHEN line.material = base.material THEN recipe.suspect
        ELSE (
            SELECT min(other.hazard) FROM catalogue_layer AS other
            WHERE other.material = line.material AND other.suspect_before IS NULL
        )
    END,
    line.import_id, line.layer, line.material, line.measured
FROM passport_line AS line
JOIN recipe_layer AS recipe ON recipe.asset_id = line.asset_id AND abs(recipe.layer_id) = line.base_layer_id
JOIN catalogue_layer AS base ON base.id = line.base_layer_id;
