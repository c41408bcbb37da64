"""Overview page: the strongest finding, figures, visits by month, targets, next steps, what is missing."""

from pages.ui import overview
from pages.ui.onboarding import draw_first_steps
from pages.ui.page import error_boundary, open_page

frame = open_page("overview", titled=False)

with error_boundary():
    summary = overview.summarize(frame)
    overview.draw_headline(frame, summary)
    overview.draw_strip(frame, summary)
    draw_first_steps()
    overview.draw_months(frame, summary)
with error_boundary():
    overview.draw_targets_and_steps(frame)
with error_boundary():
    overview.draw_unlock_list(frame)
