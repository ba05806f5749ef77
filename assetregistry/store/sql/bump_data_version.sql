-- Something that forecasts and tiles are made of has changed.
UPDATE registry_state SET data_version = data_version + 1
