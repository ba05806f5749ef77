-- Which share of a shape lies within an outline that it touches: of its length or area; a point lies in it or does not.
CREATE FUNCTION share_within(shape geometry, outline geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
CASE
    WHEN ST_Dimension(shape) = 0 OR ST_Covers(outline, shape) THEN 1
    WHEN ST_Dimension(shape) = 1 THEN ST_Length(ST_Intersection(shape, outline)) / nullif(ST_Length(shape), 0)
    ELSE ST_Area(ST_Intersection(shape, outline)) / nullif(ST_Area(shape), 0)
END
