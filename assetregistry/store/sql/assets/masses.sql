-- The mass of each of :ids; told as a list, the planner knows how many they are.
SELECT asset_id, sum(kg) AS kg FROM asset_layer WHERE asset_id = ANY (CAST(:ids AS bigint[])) GROUP BY asset_id
