"""Former address of the page `overview.py`."""

from pages.ui.page import follow_former_address

follow_former_address("home")
