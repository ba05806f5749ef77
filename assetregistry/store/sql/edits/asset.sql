SELECT id, namespace, source_id, asset_type, owner, built_from, built_to, built_basis, row_hash
FROM asset
WHERE id = :id
