"""Records page: enter, change and remove rows without a sheet; settings, history and storage."""

from pages.ui.look import headline
from pages.ui.page import error_boundary, open_page
from pages.ui.records.tabs import draw_record_tabs

frame = open_page("records", titled=False)

headline(
    "Records",
    "Add or correct data by hand",
    "Missing counts, partners, targets, contributions. You can undo every change.",
)
with error_boundary():
    draw_record_tabs(frame)
