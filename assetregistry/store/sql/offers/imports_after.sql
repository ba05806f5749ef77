-- Imports since that one which changed any asset. Ids follow the order of commit: imports wait for one another.
SELECT id FROM "import"
WHERE id > :import_id
  AND (receipt ->> 'inserted')::integer + (receipt ->> 'updated')::integer + (receipt ->> 'closed')::integer > 0
ORDER BY id
