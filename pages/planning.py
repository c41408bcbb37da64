"""What may come and what it takes: targets, forecast, what if, and the plan of the next term."""

from pages.ui import planning, show
from pages.ui.frame import border, open_page

frame = open_page("planning")

with border():
    planning.targets(frame)
with border():
    program = planning.choose_program(frame)
    if program is None:
        show.nothing_yet("A forecast", "sessions with a date and a program")
    else:
        planning.months_ahead(frame, program)
        planning.what_if_form(frame, program)
with border():
    planning.peers(frame)
with border():
    if program is not None:
        planning.next_term(frame)
