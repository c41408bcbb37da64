"""Former address of the page `costs.py`."""

from pages.ui.page import follow_former_address

follow_former_address("cost")
