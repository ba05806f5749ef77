-- Volume of a pipe's wall in m3. round: pi (D +- t) t L for an inner or outer diameter D; egg of width B and height
-- 1.5 B: (3.965 B + pi t) t L; rectangular inner B x H: (2 (B + H) + 4 t) t L. Twin: composition.wall_volume_m3.
CREATE FUNCTION wall_volume_m3(
    shape text, width_mm double precision, height_mm double precision, wall_mm double precision,
    diameter text, length_m double precision
) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT length_m * wall_mm / 1e6 * CASE
        WHEN shape = 'egg' THEN 3.965 * width_mm + pi() * wall_mm
        WHEN shape = 'rectangular' THEN 2 * (width_mm + coalesce(height_mm, width_mm)) + 4 * wall_mm
        WHEN diameter = 'outer' THEN pi() * (width_mm - wall_mm)
        ELSE pi() * (width_mm + wall_mm)
    END
$$;

-- What each asset is made of: one row per asset, possible type (with its weight) and layer. Derived, never stored,
-- so a changed catalogue shows at once. An unknown or too early year of building cannot exclude a hazard.
CREATE VIEW asset_layer AS
SELECT
    asset.id AS asset_id,
    asset.asset_type,
    asset.owner,
    asset.built_from,
    asset.built_to,
    mix.member,
    mix.weight,
    layer.id AS layer_id,
    layer.position,
    measure.quantity,
    mix.weight * measure.quantity * layer.kg_low AS kg_low,
    mix.weight * measure.quantity * layer.kg_typical AS kg,
    mix.weight * measure.quantity * layer.kg_high AS kg_high,
    CASE
        WHEN layer.suspect_before IS NULL OR asset.built_from IS NULL OR asset.built_from < layer.suspect_before
        THEN layer.hazard
    END AS suspect
FROM asset
JOIN catalogue_mix AS mix ON mix.asset_type = asset.asset_type
JOIN catalogue_type AS own ON own.code = asset.asset_type
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
