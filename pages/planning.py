"""Planning page: targets, forecast, what-if analysis, and the plan of the next term."""

from pages.ui import planning
from pages.ui.page import error_boundary, open_page

frame = open_page("planning")

with error_boundary():
    planning.draw_targets(frame)
with error_boundary():
    program = planning.choose_program(frame)
    planning.draw_forecast(frame, program)
    planning.draw_what_if_form(frame, program)
with error_boundary():
    planning.draw_team_capacity(frame)
with error_boundary():
    planning.draw_peer_comparison(frame)
with error_boundary():
    planning.draw_next_term(frame)
