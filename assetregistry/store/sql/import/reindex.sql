CREATE INDEX ix_asset_geom ON asset USING gist (geom);
CREATE INDEX ix_asset_import_id ON asset (import_id);
ALTER TABLE asset
    ADD CONSTRAINT uq_asset_namespace_source_id UNIQUE (namespace, source_id),
    ADD CONSTRAINT fk_asset_import_id FOREIGN KEY (import_id) REFERENCES "import" (id),
    ADD CONSTRAINT fk_asset_owner FOREIGN KEY (owner) REFERENCES organisation (code)
