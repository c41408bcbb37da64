"""Reach page: unique participants, reach rate, and language."""

from libcollab_metrics.figures import (
    language_match_by_group,
    participants_by_group,
    participants_by_partner,
    reach_by_group,
)
from pages.ui import display
from pages.ui.page import error_boundary, open_page

frame = open_page("reach")

with error_boundary():
    display.draw_cards(
        frame, ("participants_unique", "reach_rate", "attendance_per_1000", "language_match_rate")
    )
    display.draw_cards(
        frame, ("participants_bounds", "visits_per_participant", "first_time_share", "site_coverage")
    )
    if frame.dataset.is_empty("participation"):
        display.draw_empty_state(
            "Counting different people", "a roster or a list of names; a head count says only how many visits"
        )
    else:
        display.draw_figure(frame, participants_by_group, ("participants_unique",), by="program")
        display.draw_figure(frame, reach_by_group, ("reach_rate",), by="program")
        display.draw_figure(frame, participants_by_group, ("participants_unique",), by="site")
        display.draw_figure(frame, language_match_by_group, ("language_match_rate",), by="program")
        display.draw_figure(frame, participants_by_partner, ("partner_sourced_share",))
        display.draw_parts(frame, "Who came, beside who lives there", ("representativeness",), "group")
    display.draw_cards(frame, ("target_group_per_1000",))
