(CAST(:west AS double precision) IS NULL OR {row}.geom && ST_Transform(
      ST_MakeEnvelope(CAST(:west AS double precision), CAST(:south AS double precision),
                      CAST(:east AS double precision), CAST(:north AS double precision), 4326),
      CAST(:srid AS integer)))
  AND (CAST(:area_id AS integer) IS NULL OR EXISTS (
      SELECT FROM asset_area WHERE asset_area.asset_id = {row}.id AND asset_area.area_id = :area_id))
  AND (CAST(:called AS text) IS NULL OR {row}.name = :called)
  AND (cardinality(CAST(:owner AS text[])) = 0 OR {row}.owner = ANY(CAST(:owner AS text[])))
  AND (cardinality(CAST(:asset_type AS text[])) = 0 OR life.asset_type = ANY(CAST(:asset_type AS text[])))
  AND (CAST(:material AS text) IS NULL OR EXISTS (
      SELECT FROM catalogue_mix AS mix JOIN catalogue_layer AS layer ON layer.asset_type = mix.member
      WHERE mix.recipe_id = life.recipe_id AND layer.material = :material))
  AND (CAST(:hazard AS text) IS NULL OR :hazard = 'suspect' AND outlook.suspect OR EXISTS (
      SELECT FROM asset_layer WHERE asset_layer.asset_id = {row}.id AND asset_layer.suspect = :hazard))
  AND (CAST(:end_before AS integer) IS NULL OR outlook.end_p50 < :end_before)
  AND (CAST(:condition AS text) IS NULL
      OR coalesce(CAST(life.condition AS text), 'unknown') = ANY(string_to_array(:condition, ',')))
