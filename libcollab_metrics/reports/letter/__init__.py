"""A document as a text to edit: its styles (`styles`), and what the library has no word for (`marks`)."""
