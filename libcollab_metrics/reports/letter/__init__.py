"""A document as a text to edit: its `page`, its `styles`, and the `marks` the library has no word for."""
