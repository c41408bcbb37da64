"""Readers of finished documents."""
