"""Sheets, datasets and libraries made in code."""
