"""Steps 7 and 8 of the walk: what follows from all that came in, made anew when that has changed."""
