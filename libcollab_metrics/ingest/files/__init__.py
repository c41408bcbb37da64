"""Read the bytes of a file into the cells of its sheets."""
