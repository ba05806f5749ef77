-- What each asset of an area gives to a forecast: each layer's kg times the factor of its clock, as the science gave it, and
-- the share of the asset that lies there. A year that is not known stands as 0 here, so that clocks are equal and can be
-- hashed. What assets are made of is worked out only for those of the area, which are therefore listed first.
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
    SELECT asset_id, share FROM asset_area WHERE area_id = :area_id
)
SELECT part.asset_id, sum(place.share * part.kg * factor.value) AS expected_kg
FROM asset_layer AS part
JOIN factor ON factor.layer_id = part.layer_id
    AND coalesce(factor.built_from, 0) = coalesce(part.built_from, 0)
    AND coalesce(factor.built_to, 0) = coalesce(part.built_to, 0)
    AND coalesce(factor.works_year, 0) = coalesce(part.works_year, 0)
    AND coalesce(factor.sewer_lifetime, '') = coalesce(part.sewer_lifetime, '')
    AND coalesce(factor.sewer_built_from, 0) = coalesce(part.sewer_built_from, 0)
    AND coalesce(factor.sewer_built_to, 0) = coalesce(part.sewer_built_to, 0)
JOIN place ON place.asset_id = part.asset_id
WHERE (part.suspect IS NOT NULL) = :suspect
  AND part.asset_id = ANY(ARRAY(SELECT asset_id FROM place))
  AND (cardinality(CAST(:owners AS text[])) = 0 OR part.owner = ANY(CAST(:owners AS text[])))
  AND (cardinality(CAST(:asset_types AS text[])) = 0 OR part.asset_type = ANY(CAST(:asset_types AS text[])))
GROUP BY part.asset_id
