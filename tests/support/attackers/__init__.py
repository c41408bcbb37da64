"""Hostile files, and readers that try to recover what a release hides."""
