"""How many of the people we meant to serve came: different people, reach, and language."""

from libcollab_metrics.figures import language_match_by_group, participants_by_group, reach_by_group, through_partners
from pages.ui import show
from pages.ui.frame import border, open_page

frame = open_page("reach")

with border():
    show.cards(frame, ("participants_unique", "reach_rate", "attendance_per_1000", "language_match_rate"))
    show.cards(frame, ("participants_bounds", "visits_per_participant", "first_time_share", "site_coverage"))
    if frame.dataset.is_empty("participation"):
        show.nothing_yet(
            "Counting different people", "a roster or a list of names; a head count says only how many visits"
        )
    else:
        show.figure(frame, participants_by_group, ("participants_unique",), by="program")
        show.figure(frame, reach_by_group, ("reach_rate",), by="program")
        show.figure(frame, participants_by_group, ("participants_unique",), by="site")
        show.figure(frame, language_match_by_group, ("language_match_rate",), by="program")
        show.figure(frame, through_partners, ("partner_sourced_share",))
        show.parts(frame, "Who came, beside who lives there", ("representativeness",), "group")
    show.cards(frame, ("target_group_per_1000",))
