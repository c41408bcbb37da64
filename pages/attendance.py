"""Attendance and reach page: visits, different people, notes of the months, and official counts."""

from functools import partial

from pages.ui import overview
from pages.ui.attendance import draw_headline, draw_reach, draw_visits
from pages.ui.official_counts import draw_official_counts
from pages.ui.page import error_boundary, open_page
from pages.ui.period_notes import draw_period_notes
from pages.ui.tabs import draw_tabs
from pages.ui.translation import later

frame = open_page("attendance", titled=False)

with error_boundary():
    summary = overview.summarize(frame)
    draw_headline(frame, summary)
    DRAWERS = {
        later("Attendance"): partial(draw_visits, summary=summary),
        later("Reach"): draw_reach,
        later("Notes"): draw_period_notes,
        later("Official counts"): draw_official_counts,
    }
    tabs = draw_tabs(list(DRAWERS), "show")
    for tab, draw in zip(tabs, DRAWERS.values(), strict=True):
        if tab.open:
            with tab, error_boundary():
                draw(frame)
