"""Former address of the page `partners.py`."""

from pages.ui.page import follow_former_address

follow_former_address("deliveries")
