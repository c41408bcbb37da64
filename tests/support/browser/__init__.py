"""A running dashboard and helpers for its pages."""
