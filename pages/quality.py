"""Data quality page: how much is counted, rows that may count twice, similar names, and every issue."""

from pages.ui import session
from pages.ui.data_quality import draw_all_issues, draw_headline
from pages.ui.page import error_boundary, open_page
from pages.ui.read_only import draw_read_only_note
from pages.ui.upload.names import draw_name_merges, draw_overlap_question

frame = open_page("quality", titled=False)

with error_boundary():
    draw_headline(frame.dataset)
if session.is_read_only():
    draw_read_only_note()
else:
    with error_boundary():
        draw_overlap_question(frame.dataset.overlaps)
    with error_boundary():
        draw_name_merges()
with error_boundary():
    draw_all_issues(frame.dataset.issues)
