-- The assets that give most of a forecast: each layer's kg times the factor of its clock, as the science gave it; and
-- how much all of them give together. An asset that lies in the place (`store.places`) for a share counts for
-- that share. A year that is not known stands as 0 here, so that clocks are equal and can be hashed.
-- What assets are made of is worked out only for those of the place, which are therefore listed first.
WITH factor AS (
    SELECT *
    FROM unnest(
        CAST(:layer_id AS bigint[]), CAST(:built_from AS integer[]), CAST(:built_to AS integer[]),
        CAST(:works_year AS integer[]), CAST(:sewer_lifetime AS text[]), CAST(:sewer_built_from AS integer[]),
        CAST(:sewer_built_to AS integer[]), CAST(:factor AS double precision[])
    ) AS given (
        layer_id, built_from, built_to, works_year, sewer_lifetime, sewer_built_from, sewer_built_to, value
    )
), place AS MATERIALIZED (
    {place}
), gives AS (
    SELECT part.asset_id, sum(coalesce(place.share, 1.0) * part.kg * factor.value) AS expected_kg
    FROM asset_layer AS part
    JOIN factor ON factor.layer_id = part.layer_id
        AND coalesce(factor.built_from, 0) = coalesce(part.built_from, 0)
        AND coalesce(factor.built_to, 0) = coalesce(part.built_to, 0)
        AND coalesce(factor.works_year, 0) = coalesce(part.works_year, 0)
        AND coalesce(factor.sewer_lifetime, '') = coalesce(part.sewer_lifetime, '')
        AND coalesce(factor.sewer_built_from, 0) = coalesce(part.sewer_built_from, 0)
        AND coalesce(factor.sewer_built_to, 0) = coalesce(part.sewer_built_to, 0)
    LEFT JOIN place ON place.asset_id = part.asset_id
    WHERE (part.suspect IS NOT NULL) = :suspect
      AND (:everywhere OR part.asset_id = ANY(ARRAY(SELECT asset_id FROM place)))
      AND (cardinality(CAST(:owners AS text[])) = 0 OR part.owner = ANY(CAST(:owners AS text[])))
      AND (cardinality(CAST(:asset_types AS text[])) = 0 OR part.asset_type = ANY(CAST(:asset_types AS text[])))
    GROUP BY part.asset_id
)
SELECT
    asset.id, life.asset_type, asset.name, asset.owner, life.built_from, life.built_to, gives.expected_kg,
    count(*) OVER () AS assets, sum(gives.expected_kg) OVER () AS total_kg
FROM gives
JOIN asset ON asset.id = gives.asset_id
JOIN asset_life AS life ON life.asset_id = asset.id
WHERE gives.expected_kg > 0
ORDER BY gives.expected_kg DESC, asset.id
LIMIT :most
