-- Laid down by asset, hence by place: what a tile or a polygon asks together is read together.
INSERT INTO {table}
SELECT *
FROM staging_{table} AS found
WHERE {these} NOT EXISTS (
    SELECT FROM {table} AS held
    WHERE held.asset_id = found.asset_id AND ROW(held.*) IS NOT DISTINCT FROM ROW(found.*)
)
ORDER BY found.asset_id
