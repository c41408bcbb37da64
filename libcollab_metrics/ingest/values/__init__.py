"""Parse cell texts into values."""
