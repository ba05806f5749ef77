-- A version is kept once, with every moment from which it held.
INSERT INTO catalogue_version (version, adopted_at, content) VALUES (:version, ARRAY[now()], CAST(:content AS jsonb))
ON CONFLICT (version) DO UPDATE SET adopted_at = catalogue_version.adopted_at || excluded.adopted_at
