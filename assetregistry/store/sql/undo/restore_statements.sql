-- What the import had replaced or closed is replaced by what came after it, or stands again.
UPDATE statement SET replaced_by = coalesce(
    (
        SELECT withdrawn.replaced_by FROM withdrawn
        WHERE withdrawn.kind = statement.kind AND withdrawn.namespace = statement.namespace
          AND withdrawn.source_id = statement.source_id
    ), (
        SELECT min(later.import_id) FROM statement AS later
        WHERE later.kind = statement.kind AND later.namespace = statement.namespace
          AND later.source_id = statement.source_id AND later.import_id > :import_id
    )
)
WHERE statement.replaced_by = :import_id
