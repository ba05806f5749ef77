-- What is held of {table} and does not stand as it is held goes; what stands is not written again. {these}: of which assets,
-- where not of all.
DELETE FROM {table} AS held
WHERE {these} NOT EXISTS (
    SELECT FROM staging_{table} AS found
    WHERE found.asset_id = held.asset_id AND ROW(found.*) IS NOT DISTINCT FROM ROW(held.*)
)
