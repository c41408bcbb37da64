"""Former address of the page `help.py`."""

from pages.ui.page import follow_former_address

follow_former_address("methods")
