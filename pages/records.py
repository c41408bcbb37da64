"""Records page: enter, change and remove rows without a sheet; settings, history and storage."""

from pages.ui.look import headline
from pages.ui.page import error_boundary, open_page
from pages.ui.records.tabs import draw_record_tabs
from pages.ui.translation import _

frame = open_page("records", titled=False)

headline(
    _("Records"),
    _("Add or correct data by hand"),
    _("Missing counts, partners, targets, contributions. You can undo every change."),
)
with error_boundary():
    draw_record_tabs(frame)
