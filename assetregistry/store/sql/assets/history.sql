SELECT history.change, history.import_id, "import".at AS valid_to, history.state
FROM asset_history AS history
JOIN "import" ON "import".id = history.import_id
WHERE history.namespace = :namespace AND history.source_id = :source_id
ORDER BY coalesce(CAST(history.state ->> 'version_from' AS timestamptz), "import".at) DESC, history.id DESC
