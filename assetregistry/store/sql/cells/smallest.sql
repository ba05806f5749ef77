-- Cells of 250 m: their assets and layers, as records of `store.derived.cell_records`.
INSERT INTO cell (level, east, north, assets, kg, extent, members, layers)
SELECT 0, cell_east, cell_north, held.assets, coalesce(mass.kg, 0), held.extent, held.members, mass.layers
FROM (
    SELECT
        cell_east, cell_north, count(*) AS assets,
        -- Of a single point or upright line the envelope is just that.
        ST_Envelope(ST_MakeEnvelope(min(west), min(south), max(east), max(north), CAST(:srid AS integer))) AS extent,
        string_agg(int8send(id) || float8send(west) || float8send(south) || float8send(east) || float8send(north), '') AS members
    FROM staging_place
    GROUP BY cell_east, cell_north
) AS held
LEFT JOIN (
    SELECT
        cell_east, cell_north, sum(kg) AS kg,
        string_agg(int8send(asset_id) || int4send(cell_key.id) || float8send(kg), '') AS layers
    FROM staging_layer
    JOIN cell_key USING (hash)
    GROUP BY cell_east, cell_north
) AS mass USING (cell_east, cell_north)
ORDER BY cell_east, cell_north
