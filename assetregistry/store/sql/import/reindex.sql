CREATE INDEX ix_asset_geom ON asset USING gist (geom);
CREATE INDEX ix_asset_import_id ON asset (import_id);
CREATE INDEX ix_asset_id_tail ON asset (id_tail(source_id) text_pattern_ops);
ALTER TABLE asset
    ADD CONSTRAINT pk_asset PRIMARY KEY (id),
    ADD CONSTRAINT uq_asset_source_id_namespace UNIQUE (source_id, namespace),
    ADD CONSTRAINT fk_asset_import_id FOREIGN KEY (import_id) REFERENCES "import" (id),
    ADD CONSTRAINT fk_asset_owner FOREIGN KEY (owner) REFERENCES organisation (code)
