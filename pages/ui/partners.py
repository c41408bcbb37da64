"""Partners side by side, and one of them alone: what it gives and receives, how it sees us, and whether it holds."""

from __future__ import annotations

from functools import partial

import streamlit as st

from libcollab_metrics.figures import (
    alignment_by_item,
    attendance_by_group,
    effects_table,
    give_and_take,
    given_by_kind,
    pledges_kept,
    received_by_kind,
    rules_table,
    side_by_side,
    through_partners,
)
from libcollab_metrics.metrics import alignment_dots, rulings
from libcollab_metrics.model import Scope
from pages.ui import session, show
from pages.ui.decisions import ask_decision
from pages.ui.frame import Frame, escaped
from pages.ui.partner_sheet import partner_sheet_button

COMPARED = (
    "partner_programs", "give_take_balance", "give_take_rating", "alignment_mean", "pledge_fulfilment",
    "partner_sourced_share",
)  # fmt: skip
EFFECTS = ("partner_given", "partner_received", "give_take_rating")
PRIVATE = "This stays in the library: it is never in a document for partners or sponsors."


def all_partners(frame: Frame, partners: tuple[str, ...]) -> None:
    """Draw the partners beside each other; their figures overlap and are never added up."""
    ruled = session.looked_up(rulings, partners, scope=frame.scope, as_of=session.today())
    st.header("Side by side", anchor=False)
    show.table("Partners side by side", side_by_side(frame.figures(metrics=COMPARED), ruled, frame.language))
    st.caption("Two partners may stand behind the same program: what is counted for each is never added up.")
    st.header("What the collaboration is for everyone", anchor=False)
    show.table("Effects on every partner", effects_table(frame.figures(metrics=EFFECTS), partners, frame.language))
    show.figure(frame, given_by_kind, ("partner_given",))
    show.figure(frame, received_by_kind, ("partner_received",))
    show.figure(frame, give_and_take, ("give_take_balance",))
    show.figure(frame, pledges_kept, ("pledge_fulfilment",))
    show.figure(frame, through_partners, ("partner_sourced_share",))
    views(frame)


def views(frame: Frame) -> None:
    """Draw how the partners see the work: every dot, and the early warning that no one else is shown."""
    st.header("Do we want the same?", anchor=False)
    if frame.dataset.is_empty("perspectives"):
        show.nothing_yet(
            "What partners think", "their ratings: make a sheet for a partner, or type them", table="perspectives"
        )
        return
    dots = session.looked_up(alignment_dots, scope=frame.scope, as_of=session.today())
    show.figure(frame, partial(alignment_by_item, dots), ("alignment_gap",))
    show.cards(frame, ("relevance_flag",))
    st.caption(PRIVATE)


def one_partner(frame: Frame, partner: str) -> None:
    """Draw one partner: the programs together, its side of the exchange, the rules, and the question of going on."""
    with_them = Frame(frame.dataset, _with(frame.scope, partner), frame.language)
    show.cards(with_them, ("sessions_held", "attendance_total", "criteria_met_rate", "fund_clarity"))
    show.figure(with_them, attendance_by_group, ("attendance_total",), by="program")
    st.header("Does the partnership hold?", anchor=False)
    ruled = session.looked_up(rulings, (partner,), scope=frame.scope, as_of=session.today())[partner]
    show.table("Rules about this partner", rules_table(ruled, frame.language, frame.dataset.settings.currency))
    st.caption(PRIVATE)
    st.header("What they give and receive", anchor=False)
    show.table("Given and received", effects_table(frame.figures(metrics=EFFECTS), (partner,), frame.language))
    st.header("Their sheet", anchor=False)
    partner_sheet_button(frame, partner)
    st.header(escaped(f"Go on with {partner}?"), anchor=False)
    ask_decision(frame, partner)


def _with(scope: Scope, partner: str) -> Scope:
    """The selection, narrowed to the programs with this partner."""
    kept = tuple(item for item in scope.where if item[0] != "partner")
    return Scope((*kept, ("partner", (partner,))), scope.start, scope.end)
