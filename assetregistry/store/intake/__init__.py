"""Steps 4 to 6 of the walk: what is delivered or said comes in, in one transaction, and can be taken back."""
