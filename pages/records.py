"""Records page: enter, change and remove rows without a sheet; settings, history and storage."""

from pages.ui import session
from pages.ui.look import headline
from pages.ui.page import error_boundary, open_page
from pages.ui.read_only import draw_read_only_page
from pages.ui.records.tabs import draw_record_tabs
from pages.ui.translation import _
from pages.ui.workspace.storage import draw_storage

frame = open_page("records", titled=False)

if session.is_read_only():
    draw_read_only_page(_("Records"))
    if session.store_error():
        draw_storage()
else:
    headline(
        _("Records"),
        _("Add or correct data by hand"),
        _("Missing counts, partners, targets, contributions. You can undo every change."),
    )
    with error_boundary():
        draw_record_tabs(frame)
