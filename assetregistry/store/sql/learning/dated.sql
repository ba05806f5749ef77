-- Lives with their outcome and days (`dated`). A removal lies after gone_after and by gone_by at the latest;
-- followed_to is then until when its dataset was delivered. followed_to of what stands: the last delivery that
-- vouched for it, or that told removals of its type and owner (`listed`).
listed AS (
    SELECT removal.asset_type, removal.owner, max(taken.delivered_on) AS listed_to
    FROM removal JOIN taken ON taken.id = removal.import_id
    WHERE removal.change = 'removed'
    GROUP BY removal.asset_type, removal.owner
), life AS (
    SELECT
        lasting.thing, lasting.life, lasting.lined, lasting.lined_in, lasting.lining_told_on,
        lasting.asset_type, lasting.built_from, lasting.built_to, lasting.entered_on, lasting.seen_to,
        lasting.ended_on, lasting.ending_on, listed.listed_to, lasting.place,
        greatest(lasting.delivered_to, lasting.ending_on) AS delivered_to,
        CASE
            WHEN lasting.renewed THEN 'renewed'
            WHEN lasting.retyped THEN 'retyped'
            WHEN lasting.history_id IS NULL THEN 'standing'
            WHEN redelimited.history_id IS NOT NULL THEN 'redelimited'
            WHEN removal.history_id IS NOT NULL THEN 'gone'
            ELSE 'lost'
        END AS outcome
    FROM lasting
    LEFT JOIN removal USING (history_id)
    LEFT JOIN redelimited USING (history_id)
    LEFT JOIN listed ON listed.asset_type = lasting.asset_type AND listed.owner = lasting.owner
    WHERE lasting.is_last OR lasting.renewed OR lasting.retyped
    UNION ALL
    SELECT
        NULL, NULL, false, NULL, NULL, asset_type, built_from, built_to, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        'unwatched'
    FROM observed_removal WHERE change = 'superseded'
), dated AS (
    SELECT
        thing, life, lined, lined_in, lining_told_on, asset_type, built_from, built_to, place, outcome, entered_on,
        CASE WHEN outcome IN ('gone', 'renewed') THEN coalesce(ended_on, least(seen_to, ending_on)) END AS gone_after,
        CASE WHEN outcome IN ('gone', 'renewed') THEN coalesce(ended_on, ending_on) END AS gone_by,
        CASE
            WHEN outcome IN ('gone', 'renewed') THEN delivered_to
            WHEN outcome = 'standing' THEN greatest(seen_to, listed_to)
            ELSE seen_to
        END AS followed_to
    FROM life
)
