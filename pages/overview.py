"""The four answers at a glance: who came, how many of those we meant to serve, what it cost, what succeeded."""

from libcollab_metrics.figures import attendance_by_group, attendance_over_time, book_funnel
from pages.ui import show
from pages.ui.frame import border, open_page

frame = open_page("overview")

with border():
    show.cards(frame, ("attendance_total", "attendance_per_session", "participants_unique", "reach_rate"))
    show.cards(frame, ("cost_cash", "cost_per_attendance", "fund_clarity", "project_success_rate"))
    show.figure(frame, attendance_over_time, ("attendance_total", "sessions_held"), by="month")
    show.figure(frame, attendance_by_group, ("attendance_total",), by="program")
    if not frame.dataset.is_empty("deliveries"):
        show.figure(frame, book_funnel, ("books_at_stage",))
