"""Former address of the page `attendance.py`."""

from pages.ui.page import follow_former_address

follow_former_address("reach")
