-- What they had replaced is replaced by what came after them, or stands again.
UPDATE statement SET replaced_by = withdrawn.replaced_by
FROM withdrawn
WHERE statement.kind = withdrawn.kind AND statement.namespace = withdrawn.namespace
  AND statement.source_id = withdrawn.source_id AND statement.replaced_by = :import_id
