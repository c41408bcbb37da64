"""What it cost and who bears it: cash spent, cost per visit and per person, give and take."""

from libcollab_metrics.figures import (
    cash_cost_by_group,
    cost_per_attendance_by_group,
    cost_per_participant_by_group,
    fund_clarity,
    give_and_take,
)
from pages.ui import show
from pages.ui.frame import border, open_page

frame = open_page("cost")

with border():
    show.cards(frame, ("cost_cash", "cost_per_attendance", "cost_per_participant", "fund_clarity"))
    show.cards(frame, ("cost_coverage",))
    if frame.dataset.is_empty("ledger"):
        show.nothing_yet(
            "Cost", "a ledger: the sheet “Ledger” of the blank template, or a Cost column in a session log", "ledger"
        )
    else:
        show.figure(frame, cash_cost_by_group, ("cost_cash",), by="program")
        show.figure(frame, cost_per_attendance_by_group, ("cost_per_attendance",), by="program")
        show.figure(frame, cost_per_participant_by_group, ("cost_per_participant",), by="program")
        show.figure(frame, fund_clarity, ("fund_clarity",), by="program")
        show.figure(frame, give_and_take, ("give_take_balance",))
