"""Documents for people outside the library."""
