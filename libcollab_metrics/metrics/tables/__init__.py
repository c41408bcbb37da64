"""How the recorded tables are made ready: every condition a column, one file a table."""
