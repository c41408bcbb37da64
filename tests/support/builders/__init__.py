"""Builders of sheets, datasets and whole libraries."""
