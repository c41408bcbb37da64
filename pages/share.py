"""Former address of the page `reports.py`."""

from pages.ui.page import follow_former_address

follow_former_address("share")
