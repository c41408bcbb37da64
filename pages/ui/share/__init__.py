"""Documents for others."""
