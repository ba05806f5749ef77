-- Rows that the import had given again are back in the quarantine that they came from.
UPDATE quarantine_row SET replayed_by = NULL WHERE replayed_by = :import_id
