-- (A table made by CREATE AS is the one that PostgreSQL fills on all cores.)
CREATE UNLOGGED TABLE staging_generalised AS {shown}
