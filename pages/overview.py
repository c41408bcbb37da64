"""Overview page: attendance, reach, cost and success at a glance."""

from libcollab_metrics.figures import attendance_by_group, attendance_over_time, book_funnel
from pages.ui import display
from pages.ui.page import error_boundary, open_page

frame = open_page("overview")

with error_boundary():
    display.draw_cards(
        frame, ("attendance_total", "attendance_per_session", "participants_unique", "reach_rate")
    )
    display.draw_cards(frame, ("cost_cash", "cost_per_attendance", "fund_clarity", "project_success_rate"))
    display.draw_figure(frame, attendance_over_time, ("attendance_total", "sessions_held"), by="month")
    display.draw_figure(frame, attendance_by_group, ("attendance_total",), by="program")
    if not frame.dataset.is_empty("deliveries"):
        display.draw_figure(frame, book_funnel, ("books_at_stage",))
