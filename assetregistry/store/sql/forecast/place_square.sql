SELECT id AS asset_id, 1.0 AS share FROM asset
WHERE geom && ST_MakeEnvelope(:west, :south, :east, :north, CAST(:srid AS integer))
    AND cell_index(ST_XMin(geom), ST_XMax(geom)) >= :west / 250 AND cell_index(ST_XMin(geom), ST_XMax(geom)) < :east / 250
    AND cell_index(ST_YMin(geom), ST_YMax(geom)) >= :south / 250 AND cell_index(ST_YMin(geom), ST_YMax(geom)) < :north / 250
