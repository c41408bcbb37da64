"""Preparation of the recorded tables: one module per table, every condition a column."""
