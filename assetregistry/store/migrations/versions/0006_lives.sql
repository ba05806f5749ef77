-- What each asset is made of: one row per asset, possible type (with its weight) and layer. Derived, never stored, so a
-- changed catalogue shows at once. Type and years are those that the asset is taken for (asset_life).
--
-- built_from, built_to: the interval that the layer's age is counted from. Layers that lead run on the asset's clock, which
-- an inspection may have moved; the others since the asset was built, or was renewed where its year is inferred.
-- Suspicion looks only at years that were told: an unknown or too early year cannot exclude a hazard.
CREATE VIEW asset_layer AS
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
    life.works_year,
    life.sewer_lifetime,
    life.sewer_built_from,
    life.sewer_built_to,
    mix.member,
    mix.weight,
    layer.id AS layer_id,
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
JOIN catalogue_mix AS mix ON mix.asset_type = taken.asset_type
JOIN catalogue_type AS own ON own.code = taken.asset_type
JOIN catalogue_type AS type ON type.code = mix.member
JOIN catalogue_layer AS layer ON layer.asset_type = mix.member
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
            coalesce(asset.wall_mm, type.wall_base_mm + type.wall_slope * size.width_mm),
            type.wall_diameter, asset.length_m
        )
    END, 0) AS quantity
) AS measure;
