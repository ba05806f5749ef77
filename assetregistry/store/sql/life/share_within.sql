CASE ST_Dimension({row}.geom)
    WHEN 0 THEN true
    WHEN 1 THEN ST_Length(ST_Intersection({row}.geom, statement.geom)) > :least_share * ST_Length({row}.geom)
    ELSE ST_Area(ST_Intersection({row}.geom, statement.geom)) > :least_share * ST_Area({row}.geom)
END
