CREATE TEMP TABLE withdrawn ON COMMIT DROP AS
SELECT id, kind, namespace, source_id, replaced_by FROM statement WHERE import_id = :import_id
