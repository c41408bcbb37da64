"""Planning page: a plan and what it takes, the forecast, targets, and the plan for the next term."""

from pages.ui import planning
from pages.ui.page import error_boundary, open_page

frame = open_page("planning", titled=False)

with error_boundary():
    program = planning.draw_plan(frame)
    planning.draw_forecast(frame, program)
    planning.draw_progress(frame)
    planning.draw_next_term(frame)
    planning.draw_more(frame, program)
    planning.draw_unlock_list(frame, program)
