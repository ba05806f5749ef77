-- What cohorts cannot tell of a place: kg of assets that a current passport speaks of, and how
-- many assets have a passport, or a type without a recipe, of how many. Shares of assets count as in cohorts.
WITH part AS NOT MATERIALIZED ( -- a million rows are read again sooner than kept
    SELECT asset.id, asset.asset_type, asset.namespace, asset.source_id, coalesce(place.share, 1.0) AS share
    FROM asset
    LEFT JOIN (
        {place}
    ) AS place ON place.asset_id = asset.id
    WHERE :everywhere OR place.asset_id IS NOT NULL
), told AS (
    SELECT part.id, part.share
    FROM part
    WHERE EXISTS (
        SELECT FROM statement
        WHERE statement.kind = 'passports' AND statement.replaced_by IS NULL
          AND statement.subject = part.source_id
          AND (statement.subject_namespace IS NULL OR statement.subject_namespace = part.namespace)
    )
)
SELECT
    count(*) AS assets,
    (SELECT count(*) FROM told) AS with_passport,
    count(*) FILTER (WHERE asset_type = ANY(CAST(:without_recipe AS text[]))) AS without_recipe,
    (SELECT coalesce(sum(told.share * layer.kg), 0)
     FROM told JOIN asset_layer AS layer ON layer.asset_id = told.id WHERE layer.kg > 0) AS passport_kg
FROM part
