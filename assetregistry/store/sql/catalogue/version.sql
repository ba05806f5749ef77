-- The versions that begin so, with what they say.
SELECT version, content FROM catalogue_version WHERE starts_with(version, :beginning) ORDER BY version
