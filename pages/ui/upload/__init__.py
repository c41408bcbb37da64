"""Upload a sheet and review how it was read."""
