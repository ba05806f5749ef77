-- Bytes that are no geometry become null, one row at a time: slow, and only needed when a file holds such bytes.
CREATE OR REPLACE FUNCTION pg_temp.try_geometry(wkb bytea) RETURNS geometry LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN ST_GeomFromWKB(wkb);
EXCEPTION WHEN OTHERS THEN
    RETURN NULL;
END
$$
