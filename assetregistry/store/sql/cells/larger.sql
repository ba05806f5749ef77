-- The cells of level :level, each with all that the four by four cells below it hold.
SELECT
    east >> 2 AS east, north >> 2 AS north, sum(assets) AS assets, sum(kg) AS kg,
    ST_AsBinary(ST_SetSRID(CAST(ST_Extent(extent) AS geometry), CAST(:srid AS integer))) AS extent,
    string_agg(layers, '' ORDER BY east, north) AS layers, string_agg(cohorts, '' ORDER BY east, north) AS cohorts
FROM cell
WHERE level = :level - 1
GROUP BY east >> 2, north >> 2
ORDER BY 1, 2
