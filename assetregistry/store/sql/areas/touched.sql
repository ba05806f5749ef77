-- Assets whose shares in areas must be resolved anew: those of one import, or all (no :import_id). Without areas, none.
CREATE TEMP TABLE touched ON COMMIT DROP AS
SELECT id FROM asset
WHERE (CAST(:import_id AS integer) IS NULL OR import_id = :import_id) AND EXISTS (SELECT FROM area)
