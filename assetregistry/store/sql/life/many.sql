-- Where so many lives have changed that single ones are not told (or none are), all that is made of them is made anew.
UPDATE registry_state SET whole_version = data_version
WHERE (SELECT count(*) FROM stale_asset WHERE version = data_version) >= :most
