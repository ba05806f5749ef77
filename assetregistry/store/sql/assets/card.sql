SELECT
    asset.id, asset.namespace, asset.source_id, life.asset_type, recipe.code AS recipe, asset.asset_type AS registered_type, asset.name, asset.owner,
    organisation.name AS owner_name, asset.manager, manager.name AS manager_name, asset.source_holder,
    dataset.name AS dataset, asset.source_material, asset.length_m, asset.area_m2, asset.width_mm, asset.height_mm,
    asset.wall_mm, asset.shape, life.built_from, life.built_to, life.built_basis, life.renewed_by, life.clock_from,
    life.clock_to, life.clock_basis, life.works_year, life.sewer_lifetime, life.sewer_built_from, life.sewer_built_to,
    life.lining_from, life.lining_to, life.lining_basis, life.condition, asset.built_from AS registered_from, asset.built_to AS registered_to, asset.version_from,
    asset.repaired, asset.attributes, asset.import_id,
    ST_AsGeoJSON(ST_Transform(asset.geom, 4326), 7) AS geometry,
    ST_X(ST_Transform(ST_PointOnSurface(asset.geom), 4326)) AS lon,
    ST_Y(ST_Transform(ST_PointOnSurface(asset.geom), 4326)) AS lat
FROM asset
JOIN asset_life AS life ON life.asset_id = asset.id
JOIN catalogue_recipe AS recipe ON recipe.id = life.recipe_id
JOIN organisation ON organisation.code = asset.owner
JOIN "import" ON "import".id = asset.import_id
JOIN dataset ON dataset.id = "import".dataset_id
LEFT JOIN organisation AS manager ON manager.code = asset.manager
WHERE asset.id = :id
