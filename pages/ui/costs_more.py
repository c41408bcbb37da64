"""Further charts and figures of the page of costs: unit costs, shares, sponsors, and open entries."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.figures import (
    UNIT_COST_METRICS,
    ChartTable,
    cost_per_participant_by_group,
    give_and_take,
    ledger_table,
    parts_table,
    pledge_fulfilment,
    swings_table,
    unit_costs_table,
)
from libcollab_metrics.metrics import (
    Evaluation,
    find_metric,
    list_unclear_lines,
    list_unpriced_lines,
    social_return_swings,
)
from pages.ui import costs, display, session
from pages.ui.cards import card
from pages.ui.details import blank_unknown, draw_known_figure, draw_values
from pages.ui.metric_texts import metric_label
from pages.ui.page import Page
from pages.ui.translation import _

FURTHER = (
    "cash_from_others",
    "fund_clarity",
    "in_kind_value",
    "leverage_ratio",
    "volunteer_value",
)
SPONSORS = ("sponsor_cost_per_visit", "benefit_delivery")
ASSUMED = ("replacement_value", "sroi_range")


def draw_more(frame: Page) -> None:
    """Draw what is under *More figures*; a figure without data is not drawn."""
    draw_values(frame, FURTHER, "costs-further", names={"fund_clarity": _("Known payer")})
    _draw_unit_costs(frame)
    draw_known_figure(frame, pledge_fulfilment, ("pledge_fulfilment",))
    if people := costs.known_unit_costs(frame, "cost_per_participant"):
        costs.draw_unit_cost(frame, people, costs.PERSON, cost_per_participant_by_group)
    draw_known_figure(frame, give_and_take, ("give_take_balance",))
    draw_values(frame, ASSUMED, "costs-assumed")
    words, currency = frame.language, frame.dataset.settings.currency
    _draw_table(
        "swings",
        _("Social return"),
        _("What moves the social return most"),
        swings_table(session.cached_lookup(social_return_swings, as_of=session.today()), words),
    )
    sponsors = parts_table(frame.figures(metrics=SPONSORS), SPONSORS, words, "category-partner")
    _draw_table(
        "sponsors", _("Sponsors"), _("What they paid for a visit, and got"), blank_unknown(sponsors, words)
    )
    for key, title, caption, find in (
        (
            "unclear",
            _("Entries without a payer"),
            _("Not in any figure until the payer is named"),
            list_unclear_lines,
        ),
        (
            "unpriced",
            _("Entries without a value"),
            _("Given or paid, and never counted as 0"),
            list_unpriced_lines,
        ),
    ):
        lines = session.cached_lookup(find, scope=frame.scope, as_of=session.today())
        _draw_table(key, title, caption, ledger_table(lines, words, currency))


def _draw_table(key: str, title: str, caption: str, rows: ChartTable) -> None:
    if rows.rows:
        with card(f"costs-{key}", title, caption):
            display.draw_table(title, rows)


def _draw_unit_costs(frame: Page) -> None:
    """Draw the unit costs that are known; the others are listed behind the symbol."""
    evaluation = frame.figures(metrics=UNIT_COST_METRICS)
    table = unit_costs_table(evaluation, frame.language)
    known = [_is_known(evaluation, metric) for metric in UNIT_COST_METRICS]
    rows = tuple(row for row, is_known in zip(table.rows, known, strict=True) if is_known)
    missing = [name for name, is_known in zip(UNIT_COST_METRICS, known, strict=True) if not is_known]

    def more() -> None:
        st.markdown(_("**Not known yet**"))
        for name in missing:
            value = evaluation.values_for(name)[0]
            st.text(f"{metric_label(find_metric(name))}: {frame.language.reason(value)}")

    if rows:
        with card(
            "unit-costs",
            _("Unit costs"),
            _("Cash, the library’s own share, and the total incl. in-kind"),
            more=more if missing else None,
        ):
            display.draw_table(_("Unit costs"), ChartTable(table.headings, rows, table.numeric))


def _is_known(evaluation: Evaluation, metric: str) -> bool:
    return any(value.reason is None for value in evaluation.values_for(metric))
