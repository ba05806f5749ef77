INSERT INTO statement (
    import_id, kind, namespace, source_id, subject_namespace, subject, name, happened_on, year_from, year_to, condition,
    reason, layer, material, kg_low, kg, kg_high, asset_type, attributes, row_hash,
    geom
)
SELECT
    :import_id, :kind, namespace, source_id, subject_namespace, subject, name, happened_on, year_from, year_to,
    condition, reason, layer, material, kg_low, kg, kg_high, asset_type, attributes, row_hash, geom
FROM staging_checked
WHERE fate IN ('inserted', 'updated')
