-- Lines of passports with the asset that they speak of, and the layer of its recipe that each line's clock is taken from:
-- the one of that name, else of that material, of the type that the asset most likely is. A line whose material the
-- catalogue has no layer of does not count, nor one about a type without a recipe: nothing tells when it would end.
-- names_lead: the line names the layer that gives its type the name, of which an asset has one whatever type it is.
CREATE VIEW passport_line AS
SELECT
    statement.import_id,
    asset.id AS asset_id,
    taken.asset_type,
    statement.layer,
    statement.material,
    material.number AS material_number,
    statement.kg_low,
    statement.kg,
    statement.kg_high,
    base.layer_id AS base_layer_id,
    base.position = 0 AND base.named AS names_lead
FROM statement
JOIN asset ON asset.namespace = statement.subject_namespace AND asset.source_id = statement.subject
LEFT JOIN asset_life AS life ON life.asset_id = asset.id
CROSS JOIN LATERAL (SELECT coalesce(life.asset_type, asset.asset_type) AS asset_type) AS taken
CROSS JOIN LATERAL (
    SELECT material_number AS number FROM catalogue_layer WHERE catalogue_layer.material = statement.material LIMIT 1
) AS material
CROSS JOIN LATERAL (
    SELECT layer.id AS layer_id, layer.position, coalesce(layer.name = statement.layer, false) AS named
    FROM catalogue_mix AS mix JOIN catalogue_layer AS layer ON layer.asset_type = mix.member
    WHERE mix.asset_type = taken.asset_type
    ORDER BY named DESC, layer.material = statement.material DESC, mix.weight DESC, mix.member, layer.position
    LIMIT 1
) AS base
WHERE statement.kind = 'passports' AND statement.replaced_by IS NULL AND statement.kg IS NOT NULL;

ALTER VIEW asset_layer RENAME TO recipe_layer;

-- What each asset is made of: its recipe's layers, with those that a passport speaks of replaced by the passport's lines.
-- A line without a layer speaks of the whole asset. A line has the clock of its base layer; its layer_id is that layer's
-- plus a million times its material's number (registry/recipes.py has the twin of this). weight: of the type whose layer
-- or clock it is. Suspicion stays where the material does; what is always hazardous is so in a passport too.
CREATE VIEW asset_layer AS
SELECT recipe.*, CAST(NULL AS integer) AS told_by, CAST(NULL AS text) AS told_layer, CAST(NULL AS text) AS told_material
FROM recipe_layer AS recipe
WHERE NOT EXISTS (
    SELECT
    FROM passport_line AS line
    JOIN catalogue_mix AS mix ON mix.asset_type = line.asset_type
    JOIN catalogue_layer AS layer ON layer.asset_type = mix.member
        AND (line.layer IS NULL OR line.layer = layer.name OR line.names_lead AND layer.position = 0)
    WHERE line.asset_id = recipe.asset_id AND layer.id = recipe.layer_id
)
UNION ALL
SELECT
    recipe.asset_id, recipe.asset_type, recipe.owner, recipe.built_from, recipe.built_to, recipe.works_year,
    recipe.sewer_lifetime, recipe.sewer_built_from, recipe.sewer_built_to, recipe.member, recipe.weight,
    line.material_number * 1000000 + line.base_layer_id, recipe.position, recipe.quantity,
    coalesce(line.kg_low, line.kg), line.kg, coalesce(line.kg_high, line.kg),
    CASE
        WHEN line.material = base.material THEN recipe.suspect
        ELSE (
            SELECT min(other.hazard) FROM catalogue_layer AS other
            WHERE other.material = line.material AND other.suspect_before IS NULL
        )
    END,
    line.import_id, line.layer, line.material
FROM passport_line AS line
JOIN recipe_layer AS recipe ON recipe.asset_id = line.asset_id AND recipe.layer_id = line.base_layer_id
JOIN catalogue_layer AS base ON base.id = line.base_layer_id;
