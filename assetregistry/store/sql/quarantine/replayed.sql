-- The rows that were given again, whatever became of them: what still fails lies in the replay's own quarantine.
UPDATE quarantine_row SET replayed_by = :import_id
WHERE quarantine_row.import_id = :replays AND quarantine_row.row_number = ANY(CAST(:row_numbers AS bigint[]))
