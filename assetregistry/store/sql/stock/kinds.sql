-- How many assets of a place share what a filter asks for. Who lies in the place in part counts.
WITH place AS MATERIALIZED (
    {place}
)
SELECT
    asset.owner, life.asset_type, life.recipe_id, nullif(life.suspect, false) AS suspect, count(*) AS assets
FROM asset
JOIN asset_life AS life ON life.asset_id = asset.id
WHERE :everywhere OR asset.id = ANY(ARRAY(SELECT asset_id FROM place))
GROUP BY asset.owner, life.asset_type, life.recipe_id, life.suspect
