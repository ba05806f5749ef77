-- The cells of which some asset came, went or changed since they were drawn; all that hold any where :all_of_them.
CREATE TEMPORARY TABLE changed_cell ON COMMIT DROP AS
SELECT DISTINCT place.east, place.north
FROM asset
FULL JOIN drawing ON drawing.asset_id = asset.id
CROSS JOIN LATERAL (
    VALUES (asset.cell_east, asset.cell_north), (drawing.cell_east, drawing.cell_north)
) AS place (east, north)
WHERE (:all_of_them OR asset.recorded_from IS DISTINCT FROM drawing.recorded_from) AND place.east IS NOT NULL
