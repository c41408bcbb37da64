"""Planning page: targets, forecast, what-if analysis, and the plan of the next term."""

from pages.ui import planning
from pages.ui.page import border, open_page

frame = open_page("planning")

with border():
    planning.targets(frame)
with border():
    program = planning.choose_program(frame)
    planning.months_ahead(frame, program)
    planning.what_if_form(frame, program)
with border():
    planning.deployable(frame)
with border():
    planning.peers(frame)
with border():
    planning.next_term(frame)
