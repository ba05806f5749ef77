"""The only code that talks to PostGIS."""
