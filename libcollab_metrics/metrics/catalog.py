"""The catalog (being written)."""
CATALOG = ()
