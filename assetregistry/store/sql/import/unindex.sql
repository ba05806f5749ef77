-- Before a load that at least doubles the table: building an index once is several times faster than keeping it up to
-- date row by row, and so is checking a foreign key. `reindex` puts all of them back within the same transaction.
ALTER TABLE asset
    DROP CONSTRAINT fk_asset_import_id,
    DROP CONSTRAINT fk_asset_owner,
    DROP CONSTRAINT uq_asset_source_id_namespace,
    DROP CONSTRAINT pk_asset;
DROP INDEX ix_asset_import_id, ix_asset_id_tail, ix_asset_geom
