-- Statements that a newer one replaces, and, for a full delivery, those of its dataset that it no longer contains.
UPDATE statement SET replaced_by = :import_id
FROM "import" AS taken
WHERE taken.id = statement.import_id AND statement.kind = :kind AND statement.replaced_by IS NULL
  AND (
      EXISTS (
          SELECT FROM staging_checked AS checked
          WHERE checked.fate = 'updated' AND checked.namespace = statement.namespace
            AND checked.source_id = statement.source_id
      )
      OR CAST(:is_full AS boolean) AND taken.dataset_id = :dataset_id AND NOT EXISTS (
          SELECT FROM staging_checked AS checked
          WHERE NOT checked.ended AND checked.namespace = statement.namespace
            AND checked.source_id = statement.source_id
      )
  )
