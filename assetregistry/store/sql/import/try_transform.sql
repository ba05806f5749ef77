-- A coordinate that the projection cannot take makes its own row fail, not the file.
CREATE OR REPLACE FUNCTION pg_temp.try_transform(geom geometry, srid integer) RETURNS geometry LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ST_Transform(geom, srid);
EXCEPTION WHEN OTHERS THEN
    RETURN NULL;
END
$$
