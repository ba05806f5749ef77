INSERT INTO quarantine_row (import_id, row_number, source_id, code, message, attributes, source_wkb)
SELECT
    :import_id, row_number, checked.source_id, checked.reject_code,
    coalesce(checked.reject_message, CASE checked.reject_code
        WHEN 'no-identity' THEN 'the row has no id: an asset without one cannot be followed through deliveries'
        WHEN 'no-geometry' THEN 'the row has no geometry'
        WHEN 'unreadable-geometry' THEN 'the geometry cannot be read (an unclosed ring, too few points)'
        WHEN 'empty-geometry' THEN 'the geometry is empty'
        WHEN 'infinite-coordinates' THEN 'a coordinate is infinite or no number'
        WHEN 'unrepairable-geometry' THEN 'the geometry is invalid and nothing is left of it when made valid'
        WHEN 'outside-crs-area' THEN 'the geometry lies outside the area of the registry''s coordinate system: wrong CRS, or x and y swapped?'
        WHEN 'duplicate-id' THEN 'another row of this delivery has the same id'
        WHEN 'no-subject' THEN 'the row names no asset and has no geometry: nothing tells what it is about'
        WHEN 'unknown-asset' THEN 'the registry holds no asset of this id: import that first, then replay'
        WHEN 'ambiguous-asset' THEN 'several assets have this id: name the namespace too'
        WHEN 'years-reversed' THEN 'the first possible year of building is later than the last'
        WHEN 'unknown-material' THEN 'no layer of the catalogue is of this material: see `assetregistry catalogue list materials`'
        WHEN 'unknown-asset-type' THEN 'the catalogue has no such asset type: see `assetregistry catalogue list`'
        ELSE checked.reject_code
    END),
    checked.attributes, staging.geom
FROM staging_checked AS checked
JOIN staging_row AS staging USING (row_number)
WHERE checked.fate = 'quarantined'
