-- A page of assets after the place (:number, :words, :id) where one has :begun, by a key and then by id; what has no key comes last either way.
-- Keys that are numbers, and codes that have a position in :order, are compared as numbers, which :sign turns round;
-- names are compared as search folds them.
-- All keys are made before any is compared: the planner would else look assets up one by one in the hope of few.
WITH keyed AS MATERIALIZED (
    SELECT
        asset.id,
        coalesce(CAST(:sign AS double precision) * CASE CAST(:key AS text)
            WHEN 'name' THEN CASE WHEN asset.name IS NOT NULL THEN 0 END
            WHEN 'builtFrom' THEN life.built_from
            WHEN 'endYear' THEN floor(outlook.end_p50)
            WHEN 'condition' THEN life.condition
            WHEN 'id' THEN asset.id
            ELSE placed.position
        END, 'Infinity') AS number,
        CASE WHEN CAST(:key AS text) = 'name' THEN coalesce(called.folded, lower(asset.name), '') ELSE '' END AS words
    FROM asset
    JOIN asset_life AS life ON life.asset_id = asset.id
    LEFT JOIN outlook ON outlook.id = life.outlook_id
    LEFT JOIN unnest(CAST(:order AS text[])) WITH ORDINALITY AS placed (code, position)
        ON placed.code = CASE CAST(:key AS text) WHEN 'assetType' THEN life.asset_type WHEN 'owner' THEN asset.owner END
    LEFT JOIN place_name AS called
        ON CAST(:key AS text) = 'name' AND called.kind = 'name' AND called.code = asset.name
    WHERE {fits}
)
SELECT id, number, words
FROM keyed
WHERE NOT :begun
   OR number > CAST(:number AS double precision)
   OR number = CAST(:number AS double precision) AND (
       CASE WHEN CAST(:sign AS double precision) < 0 THEN words < :words ELSE words > :words END OR words = :words AND id > :id)
ORDER BY
    number,
    CASE WHEN CAST(:sign AS double precision) > 0 THEN words END,
    CASE WHEN CAST(:sign AS double precision) < 0 THEN words END DESC,
    id
LIMIT :limit
