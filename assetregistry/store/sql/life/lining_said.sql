-- What attributes say of a pipe's lining: the year (in one of the fields :years), or null where they tell only that there is
-- one (:fields and their :words). No row where they tell of none.
SELECT said.year
FROM (
    SELECT max(CAST(substring({row}.attributes ->> name FROM '^(?:\d\d?[-/.]\d\d?[-/.])?(19\d\d|20\d\d)') AS integer)) AS year
    FROM unnest(CAST(:years AS text[])) AS field (name)
    WHERE jsonb_exists_any({row}.attributes, CAST(:years AS text[]))
) AS said
WHERE jsonb_exists_any({row}.attributes, CAST(:years AS text[]) || CAST(:fields AS text[]))
  AND (
      said.year IS NOT NULL
      OR EXISTS (
          SELECT FROM unnest(CAST(:fields AS text[]), CAST(:words AS text[])) AS sign (name, word)
          WHERE lower({row}.attributes ->> sign.name) = sign.word
      )
  )
