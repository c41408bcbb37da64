"""Records that are typed, and the settings."""
