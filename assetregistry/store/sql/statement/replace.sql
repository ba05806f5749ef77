-- Statements that a newer one replaces; those that their source calls past; and, for a full delivery, those of its
-- dataset that it no longer contains.
UPDATE statement SET replaced_by = :import_id
FROM "import" AS taken
WHERE taken.id = statement.import_id AND statement.kind = :kind AND statement.replaced_by IS NULL
  AND (
      EXISTS (
          SELECT FROM staging_checked AS checked
          WHERE checked.fate IN ('updated', 'superseded') AND checked.namespace = statement.namespace
            AND checked.source_id = statement.source_id
      )
      OR CAST(:is_full AS boolean) AND taken.dataset_id = :dataset_id
  )
  AND NOT EXISTS (
      SELECT FROM staging_checked AS standing
      WHERE standing.namespace = statement.namespace AND standing.source_id = statement.source_id
        AND NOT standing.ended AND standing.fate <> 'updated'
  )
