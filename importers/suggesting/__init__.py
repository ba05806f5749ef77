"""A profile for a source that none fits, suggested from names and values: what each line is, a module each."""
