-- Every state of the thing that asset :id is or was, the newest first.
SELECT
    state.asset_id, state.asset_type, state.owner, state.source_material, state.built_from, state.built_to,
    state.length_m, state.area_m2, state.import_id, state.change, state.valid_from, state.ended_on,
    state.recorded_from, state.recorded_to
FROM asset_state AS state
JOIN (
    SELECT namespace, source_id FROM asset WHERE id = :id
    UNION
    SELECT namespace, source_id FROM asset_history WHERE asset_id = :id
) AS thing ON thing.namespace = state.namespace AND thing.source_id = state.source_id
ORDER BY state.recorded_from DESC NULLS LAST, state.valid_from DESC NULLS LAST
