-- Words have changed of which nothing is derived: what fitted the data before fits them still.
UPDATE registry_state SET
    data_version = data_version + 1,
    life_version = CASE WHEN life_version = data_version THEN data_version + 1 ELSE life_version END,
    cohorts_version = CASE WHEN cohorts_version = data_version THEN data_version + 1 ELSE cohorts_version END,
    outlook_version = CASE WHEN outlook_version = data_version THEN data_version + 1 ELSE outlook_version END,
    cells_version = CASE WHEN cells_version = data_version THEN data_version + 1 ELSE cells_version END,
    names_version = CASE WHEN names_version = data_version THEN data_version + 1 ELSE names_version END
