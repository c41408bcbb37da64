"""Former address of the page `add.py`."""

from pages.ui.page import follow_former_address

follow_former_address("data")
