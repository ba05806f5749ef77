-- How many assets a full delivery speaks for, and how many of them it would close.
SELECT
    count(*) AS held,
    (SELECT count(*) FROM gone WHERE change = 'closed') AS closing
FROM asset
JOIN "import" ON "import".id = asset.import_id
WHERE "import".dataset_id = :dataset_id
  AND (CAST(:area_id AS integer) IS NULL OR EXISTS (
      SELECT FROM asset_area
      WHERE asset_area.asset_id = asset.id AND asset_area.area_id = :area_id AND asset_area.share >= 0.5
  ))
