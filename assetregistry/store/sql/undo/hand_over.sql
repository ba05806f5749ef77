-- What a later full delivery does not contain either is from now on closed by that one.
UPDATE asset_history SET import_id = reopening.later_id
FROM reopening
WHERE reopening.conflict = 'missing-later-too' AND asset_history.id = reopening.closed_id
