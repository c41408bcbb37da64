"""Finished documents taken apart."""
