"""A running dashboard, and its pages as a test uses them."""
