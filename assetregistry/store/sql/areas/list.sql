SELECT
    area.id, area.code, area.name, area.kind, area.area_ha,
    coalesce(held.assets, 0) AS assets,
    coalesce(held.stock_kg, 0) AS stock_kg,
    ST_Transform(ST_SimplifyPreserveTopology(area.geom, :tolerance), 4326) AS geometry
FROM area
LEFT JOIN (
    SELECT area_id, sum(kg) AS stock_kg FROM cohort GROUP BY area_id
) AS mass ON mass.area_id = area.id
LEFT JOIN LATERAL (
    SELECT count(*) AS assets, mass.stock_kg FROM asset_area WHERE asset_area.area_id = area.id
) AS held ON true
WHERE (CAST(:kind AS text) IS NULL OR area.kind = :kind)
  AND (CAST(:code AS text) IS NULL OR area.code = :code)
ORDER BY area.code
