"""Frames in, pictures out. Knows no database."""
