"""Where the tables of a sheet are, and what they are."""
