"""Helpers that several tests share: builders, attackers, references, a browser, document readers."""
