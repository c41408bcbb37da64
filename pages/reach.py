"""Reach page: unique participants, reach rate, and language."""

from libcollab_metrics.figures import language_match_by_group, participants_by_group, reach_by_group, through_partners
from pages.ui import display
from pages.ui.page import border, open_page

frame = open_page("reach")

with border():
    display.cards(frame, ("participants_unique", "reach_rate", "attendance_per_1000", "language_match_rate"))
    display.cards(frame, ("participants_bounds", "visits_per_participant", "first_time_share", "site_coverage"))
    if frame.dataset.is_empty("participation"):
        display.nothing_yet(
            "Counting different people", "a roster or a list of names; a head count says only how many visits"
        )
    else:
        display.figure(frame, participants_by_group, ("participants_unique",), by="program")
        display.figure(frame, reach_by_group, ("reach_rate",), by="program")
        display.figure(frame, participants_by_group, ("participants_unique",), by="site")
        display.figure(frame, language_match_by_group, ("language_match_rate",), by="program")
        display.figure(frame, through_partners, ("partner_sourced_share",))
        display.parts(frame, "Who came, beside who lives there", ("representativeness",), "group")
    display.cards(frame, ("target_group_per_1000",))
