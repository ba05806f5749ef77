-- Every life that the registry watched: of a thing, from when a delivery first held it until it was seen to end, or was
-- last vouched for. Lives that share all but where they were are one row: count, and places, the 250 m cell of each (as
-- one number). Each chapter below is a file, and reads what those before it have found:
--
--   states       what each import said of each thing, and until when it was vouched for  -> state, vouched
--   chained      which states are of one life                                            -> lasting
--   redelimited  which removals are no ends, as others took the place                    -> removal, redelimited
--   dated        how each life ended, and between which days                             -> dated
--   relined      of pipes with a lining: the life of the wall, and that of the lining    -> told_apart
WITH {states}, {chained}, {redelimited}, {dated}, {relined}
SELECT
    asset_type, built_from, built_to, outcome, entered_on, gone_after, gone_by, followed_to, count(*) AS count,
    array_agg(place) AS places
FROM told_apart
GROUP BY asset_type, built_from, built_to, outcome, entered_on, gone_after, gone_by, followed_to
ORDER BY asset_type, outcome, built_from, built_to, entered_on, gone_after, gone_by, followed_to
