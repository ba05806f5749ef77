-- A page of assets after :cursor (the last id seen), by id.
SELECT
    asset.id, life.asset_type, asset.name, asset.owner, asset.source_material, life.built_from, life.built_to, life.built_basis,
    CAST(round(outlook.end_p50) AS integer) AS end_year,
    (SELECT sum(kg) FROM asset_layer WHERE asset_layer.asset_id = asset.id) AS kg,
    ST_AsGeoJSON(ST_Transform(asset.geom, 4326), 7) AS geometry
FROM asset
JOIN asset_life AS life ON life.asset_id = asset.id
LEFT JOIN outlook ON outlook.id = life.outlook_id
WHERE asset.id > :cursor
  AND (CAST(:west AS double precision) IS NULL OR asset.geom && ST_Transform(
      ST_MakeEnvelope(CAST(:west AS double precision), CAST(:south AS double precision),
                      CAST(:east AS double precision), CAST(:north AS double precision), 4326),
      CAST(:srid AS integer)))
  AND (CAST(:area_id AS integer) IS NULL OR EXISTS (
      SELECT FROM asset_area WHERE asset_area.asset_id = asset.id AND asset_area.area_id = :area_id))
  AND (CAST(:owner AS text) IS NULL OR asset.owner = :owner)
  AND (CAST(:asset_type AS text) IS NULL OR life.asset_type = :asset_type)
  AND (CAST(:material AS text) IS NULL OR EXISTS (
      SELECT FROM catalogue_mix AS mix JOIN catalogue_layer AS layer ON layer.asset_type = mix.member
      WHERE mix.recipe_id = life.recipe_id AND layer.material = :material))
  AND (CAST(:end_before AS integer) IS NULL OR outlook.end_p50 < :end_before)
ORDER BY asset.id
LIMIT :limit
