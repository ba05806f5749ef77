-- What imports said of things, one row per thing and import that gave it a state (`state`): until when its dataset
-- was delivered (delivered_to), and which import ended it. `vouched`: between which days later deliveries found it
-- unchanged. A thing is known by the first asset that had its identity. What undone imports said does not count.
taken AS (
    SELECT id, dataset_id, delivered_on, max(delivered_on) OVER (PARTITION BY dataset_id) AS delivered_to
    FROM "import" AS one
    WHERE undoes IS NULL AND NOT EXISTS (SELECT FROM "import" AS undo WHERE undo.undoes = one.id)
), seen_before AS (
    SELECT namespace, source_id, min(asset_id) AS thing FROM asset_history GROUP BY namespace, source_id
), told AS (
    SELECT
        coalesce(seen_before.thing, asset.id) AS thing, namespace, source_id, asset.id AS asset_id, asset_type, owner,
        built_from, built_to, import_id AS given_by, CAST(NULL AS integer) AS ended_by, CAST(NULL AS date) AS ended_on,
        CAST(NULL AS bigint) AS history_id, false AS undone, geom
    FROM asset
    LEFT JOIN seen_before USING (namespace, source_id)
    UNION ALL
    SELECT
        seen_before.thing, namespace, source_id, history.asset_id, history.state ->> 'asset_type',
        history.state ->> 'owner', CAST(history.state ->> 'built_from' AS smallint),
        CAST(history.state ->> 'built_to' AS smallint), history.from_import_id, history.import_id, history.ended_on,
        history.id, ending.id IS NULL, history.geom
    FROM asset_history AS history
    JOIN seen_before USING (namespace, source_id)
    LEFT JOIN taken AS ending ON ending.id = history.import_id
    WHERE history.recorded_from IS NOT NULL AND history.change <> 'undone'
), state AS (
    SELECT DISTINCT ON (told.thing, told.given_by)
        told.thing, told.namespace, told.source_id, told.asset_id, told.asset_type, told.owner, told.built_from,
        told.built_to, told.given_by, told.ended_by, told.ended_on, told.history_id,
        (CAST(cell_index(ST_XMin(geom), ST_XMax(geom)) AS bigint) << 32) + cell_index(ST_YMin(geom), ST_YMax(geom)) AS place,
        taken.delivered_on AS given_on, taken.delivered_to, ending.delivered_on AS ending_on
    FROM told
    JOIN taken ON taken.id = told.given_by
    LEFT JOIN taken AS ending ON ending.id = told.ended_by
    ORDER BY told.thing, told.given_by, told.history_id IS NOT NULL, told.undone, told.history_id DESC
), sighted AS (
    SELECT import_id, delivered_on, unnest(asset_ids) AS asset_id
    FROM sighting JOIN taken ON taken.id = sighting.import_id
), vouched AS (
    SELECT
        state.thing, state.given_by, min(sighted.delivered_on) AS first_seen, max(sighted.delivered_on) AS last_seen
    FROM state
    JOIN sighted ON sighted.asset_id = state.asset_id AND sighted.import_id > state.given_by
        AND (state.ended_by IS NULL OR sighted.import_id < state.ended_by)
    GROUP BY state.thing, state.given_by
)
