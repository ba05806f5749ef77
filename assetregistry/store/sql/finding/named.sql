-- Candidates by name: every pattern fits. What begins as the query does comes before the rest, the short before the long.
SELECT kind, code, name, assets, west, south, east, north
FROM place_name
WHERE folded LIKE ALL (CAST(:patterns AS text[]))
ORDER BY (folded LIKE :beginning OR lower(code) LIKE :beginning) DESC, length(name), folded, code
LIMIT :most
