-- Every state that the registry held or heard of, by two times: when it was recorded here, and from when it was valid by
-- its source's own word. Versions that were past when they were delivered have no recorded_from: never held.
CREATE VIEW asset_state AS
SELECT
    asset.id AS asset_id, asset.namespace, asset.source_id, asset.asset_type, asset.owner, asset.source_material,
    asset.built_from, asset.built_to, asset.length_m, asset.area_m2, asset.import_id,
    CAST(NULL AS text) AS change, asset.version_from AS valid_from, CAST(NULL AS date) AS ended_on,
    asset.recorded_from, CAST(NULL AS timestamptz) AS recorded_to, asset.geom
FROM asset
UNION ALL
SELECT
    history.asset_id, history.namespace, history.source_id, history.state ->> 'asset_type', history.state ->> 'owner',
    history.state ->> 'source_material', CAST(history.state ->> 'built_from' AS smallint),
    CAST(history.state ->> 'built_to' AS smallint), CAST(history.state ->> 'length_m' AS double precision),
    CAST(history.state ->> 'area_m2' AS double precision), coalesce(history.from_import_id, history.import_id),
    history.change, CAST(history.state ->> 'version_from' AS timestamptz), history.ended_on,
    history.recorded_from, history.recorded_to, history.geom
FROM asset_history AS history;

-- Assets that were seen to go, to learn lifetimes from: after gone_after, and by gone_by at the latest. A full delivery
-- tells only that they went between the dataset's last delivery and this one. Undone imports have seen nothing.
CREATE VIEW observed_removal AS
SELECT DISTINCT ON (history.namespace, history.source_id)
    history.id, history.asset_id, history.namespace, history.source_id,
    history.state ->> 'asset_type' AS asset_type, history.state ->> 'owner' AS owner,
    CAST(history.state ->> 'built_from' AS smallint) AS built_from,
    CAST(history.state ->> 'built_to' AS smallint) AS built_to,
    CAST(history.state ->> 'version_from' AS timestamptz) AS version_from,
    history.change, history.reason, history.import_id,
    coalesce(history.ended_on, before.delivered_on) AS gone_after,
    coalesce(history.ended_on, taken.delivered_on) AS gone_by,
    history.geom
FROM asset_history AS history
JOIN "import" AS taken ON taken.id = history.import_id
LEFT JOIN LATERAL (
    SELECT max(earlier.delivered_on) AS delivered_on FROM "import" AS earlier
    WHERE earlier.dataset_id = taken.dataset_id AND earlier.id < taken.id AND earlier.undoes IS NULL
      AND NOT EXISTS (SELECT FROM "import" AS undo WHERE undo.undoes = earlier.id)
) AS before ON true
WHERE (history.change IN ('closed', 'ended', 'removed') OR history.change = 'superseded' AND history.ended_on IS NOT NULL)
  AND NOT EXISTS (SELECT FROM "import" AS undo WHERE undo.undoes = taken.id)
ORDER BY history.namespace, history.source_id, history.id DESC;
