-- Every version that answers were given by, the one that holds now first, then by when each last began to.
SELECT
    version, version = catalogue_version AS current, adopted_at,
    (SELECT count(*) FROM jsonb_object_keys(content -> 'types')) AS types
FROM catalogue_version AS kept CROSS JOIN registry_state
ORDER BY current DESC, adopted_at[cardinality(adopted_at)] DESC, version
