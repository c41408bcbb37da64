"""Forms and grids for typed records, and the settings."""
