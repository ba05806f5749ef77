asset.geom && ST_MakeEnvelope(:west, :south, :east, :north, CAST(:srid AS integer))
