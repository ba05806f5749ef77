-- Evidence as it is found, before it is ranked. `rung`: its place on its ladder, the lowest number first. Made and dropped
-- within one transaction.
CREATE UNLOGGED TABLE staging_evidence (
    asset_id bigint NOT NULL,
    about text NOT NULL,
    rung smallint NOT NULL,
    basis text NOT NULL,
    year_from integer,
    year_to integer,
    asset_type text,
    told_on date,
    statement_id bigint,
    sewer_id bigint,
    things integer
)
