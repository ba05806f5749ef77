-- Assets that this delivery tells are no more. Ended: the source gives the object an end, and no version of it that still
-- stands. Closed: a full delivery no longer contains what its dataset holds (within :area_id, where the delivery covers
-- only that; what lies mostly outside is none of its business). A row in quarantine still counts as contained.
CREATE TEMP TABLE gone ON COMMIT DROP AS
WITH ended AS (
    SELECT asset.id AS asset_id, max(checked.ended_on) AS ended_on
    FROM staging_checked AS checked
    JOIN asset ON asset.namespace = checked.namespace AND asset.source_id = checked.source_id
    WHERE checked.ended_on IS NOT NULL AND checked.fate = 'superseded'
      AND (asset.version_from IS NULL OR checked.version_from IS NULL OR asset.version_from <= checked.version_from)
      AND NOT EXISTS (
          SELECT FROM staging_checked AS standing
          WHERE standing.namespace = asset.namespace AND standing.source_id = asset.source_id AND NOT standing.ended
      )
    GROUP BY asset.id
)
SELECT asset_id, CAST('ended' AS text) AS change, ended_on, CAST(NULL AS text) AS reason FROM ended
UNION ALL
SELECT asset.id, 'closed', NULL, NULL
FROM asset
JOIN "import" ON "import".id = asset.import_id
WHERE CAST(:is_full AS boolean) AND "import".dataset_id = :dataset_id
  AND NOT EXISTS (SELECT FROM ended WHERE ended.asset_id = asset.id)
  AND NOT EXISTS (
      SELECT FROM staging_checked AS checked
      WHERE NOT checked.ended AND checked.namespace = asset.namespace AND checked.source_id = asset.source_id
  )
  AND (CAST(:area_id AS integer) IS NULL OR EXISTS (
      SELECT FROM asset_area
      WHERE asset_area.asset_id = asset.id AND asset_area.area_id = :area_id AND asset_area.share >= 0.5
  ))
