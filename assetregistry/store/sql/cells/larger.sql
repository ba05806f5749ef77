-- The cells of level :level that are made anew, each with all that the four by four cells below it hold.
SELECT
    below.east >> 2 AS east, below.north >> 2 AS north, sum(below.assets) AS assets, sum(below.kg) AS kg,
    ST_AsBinary(ST_SetSRID(CAST(ST_Extent(below.extent) AS geometry), CAST(:srid AS integer))) AS extent,
    string_agg(below.layers, '' ORDER BY below.east, below.north) AS layers,
    string_agg(below.cohorts, '' ORDER BY below.east, below.north) AS cohorts
FROM (SELECT DISTINCT cell_east >> 2 * :level AS east, cell_north >> 2 * :level AS north FROM staging_cell) AS anew
JOIN cell AS below ON below.level = :level - 1
    AND below.east BETWEEN 4 * anew.east AND 4 * anew.east + 3 AND below.north BETWEEN 4 * anew.north AND 4 * anew.north + 3
GROUP BY below.east >> 2, below.north >> 2
ORDER BY 1, 2
