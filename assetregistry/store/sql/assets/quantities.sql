-- What each owner has of each type, as the source drew it.
SELECT owner, asset_type, count(*) AS assets, coalesce(sum(area_m2), 0) AS area_m2, coalesce(sum(length_m), 0) AS length_m
FROM asset GROUP BY owner, asset_type ORDER BY owner, asset_type
