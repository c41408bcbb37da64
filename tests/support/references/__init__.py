"""Every metric computed a second time, in plain Python and fractions."""
