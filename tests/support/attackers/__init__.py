"""Hostile files, and readers who try to recover what a release hides."""
