-- How many assets fit, counted no further than :most.
SELECT count(*) FROM (
    SELECT
    FROM asset
    JOIN asset_life AS life ON life.asset_id = asset.id
    LEFT JOIN outlook ON outlook.id = life.outlook_id
    WHERE {fits}
    LIMIT :most
) AS fitting
