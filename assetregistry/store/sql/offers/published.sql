SELECT
    id, version, withdrawn, area_code, area_name, owner, product, material, route, window_from, window_to,
    expected_kg, p10_kg, p50_kg, p90_kg, certainty, withheld_kg, hazards
FROM offer
