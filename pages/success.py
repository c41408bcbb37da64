"""Former address of the page `outcomes.py`."""

from pages.ui.page import follow_former_address

follow_former_address("success")
