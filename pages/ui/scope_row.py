"""Scope row at the top of a page: period, comparison and filters as three buttons, and the sample's badge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from libcollab_metrics.figures import OVERVIEW_METRICS, short_period
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import Comparison, preset_scope
from libcollab_metrics.model import FIRST_DAY, LAST_DAY, Dataset, Scope
from pages.ui import session
from pages.ui.choice import (
    CHOICE,
    COMPARISONS,
    FILTER_FIELDS,
    NONE,
    OWN,
    PERIODS,
    SHOWN,
    Choice,
    current_choice,
    filter_options,
)
from pages.ui.markdown import escape_markdown
from pages.ui.navigation import PageInfo, find_page
from pages.ui.read_only import draw_folder_badge
from pages.ui.translation import _, labels, later

#: Usual period of the pages of results where it can be compared, and of all others.
RECORDED, ALL = "recorded", "all"
#: Pages of results that show all dates at first: criteria and ratings are not recorded by day, and a gift of
#: one year is spent in the next.
WHOLE = ("outcomes", "costs", "partners")
PERIOD_LABELS = {
    "recorded": later("Recorded months of this year"),
    "month": later("This month"),
    "quarter": later("This quarter"),
    "school-year": later("School year"),
    "fiscal-year": later("Fiscal year"),
    "all": later("All dates"),
    "own": later("Own dates"),
}
COMPARISON_LABELS = {
    "last-year": later("Same dates a year earlier"),
    "previous": later("The period before"),
    "none": later("No comparison"),
}
#: What two or more chosen names of a field are called.
CHOSEN_NAMES = {
    "program": later("{count} programs"),
    "partner": later("{count} partners"),
    "site": later("{count} sites"),
}
#: Why two periods are not compared.
REASONS = {
    "no-period": later("To compare, choose a period with a first and a last day."),
    "few-months": later("A comparison needs at least four months with sessions."),
    "not-recorded": later("In one of the two periods, under 60% of the sessions were counted."),
    "few-sessions": later("One of the two periods has fewer than five counted sessions."),
    "other-months": later("The two periods do not have sessions in the same months."),
}
SAMPLE_HELP = later(
    "These figures are from an invented library: three programs over 18 months, with the gaps of real sheets."
    " They disappear when you add your own data."
)


def draw_scope_row(dataset: Dataset, here: PageInfo, language: Language) -> tuple[Scope, str]:
    """Draw the row, and return the selection and the period it is compared with ("" for none)."""
    choice = st.session_state[CHOICE]
    usual = usual_period() if here.shows_results and here.name not in WHOLE else ALL
    scope = resolve_scope(choice, usual)
    with st.container(horizontal=True, vertical_alignment="center", key="scope", gap="xsmall"):
        with _popover(
            "period", short_period(scope.start, scope.end, language), _("Period"), "calendar_month"
        ):
            _draw_period(choice, scope, usual, language)
        against = _draw_comparison(choice, scope, language) if here.shows_results else ""
        if any(filter_options(dataset, field) for field, label in FILTER_FIELDS):
            with _popover("filter", _filter_label(scope.where), _("Filter"), "filter_list"):
                _draw_filters(choice, dataset)
        _draw_badge(here)
    return scope, against


def draw_badge_row(here: PageInfo) -> None:
    """Draw the badge of the sample or the folder alone, on pages that show no figures."""
    if session.is_sample() or session.is_read_only():
        with st.container(horizontal=True, vertical_alignment="center", key="scope", gap="xsmall"):
            _draw_badge(here)


def draw_scope_controls(dataset: Dataset, language: Language) -> None:
    """Draw the controls of period and filters in place, for what a document contains."""
    choice = st.session_state[CHOICE]
    with st.container():
        _draw_filters(choice, dataset)
    with st.container():
        _draw_period(choice, resolve_scope(choice, ALL), ALL, language)


def current_scope(dataset: Dataset) -> Scope:
    """Return the selection of a document; callbacks use it before the controls are drawn."""
    return resolve_scope(current_choice(dataset), ALL)


def usual_period() -> str:
    """Return the usual period of results: the recorded months of this year if they can be compared."""
    scope = _preset(RECORDED)
    if scope.start is None:
        return ALL
    return ALL if _compare(scope, "").reason else RECORDED


def resolve_scope(choice: Choice, usual: str) -> Scope:
    """Return the selection that a choice means; a period that ends before it starts is not used."""
    period = choice.period or usual
    if period == OWN:
        start, end = (None, None) if choice.is_reversed else (choice.start, choice.end)
    else:
        found = _preset(period)
        start, end = found.start, found.end
    return Scope(choice.where, start, end)


def _preset(period: str) -> Scope:
    """Return a named period, whatever the filters: a filter never moves the period."""
    monthly = session.figures(Scope(), "month", ("sessions_held",))
    return preset_scope(period, monthly, session.dataset().settings)


def _compare(scope: Scope, against: str) -> Comparison:
    return session.comparison(scope, "", OVERVIEW_METRICS, against)


def _popover(name: str, label: str, hint: str, icon: str) -> Any:
    """Return the popover of one button; its label says what is chosen, its hint what can be."""
    return st.popover(escape_markdown(label), icon=f":material/{icon}:", key=f"scope-{name}", help=hint)


def _show(key: str, value: object) -> None:
    """Let a widget show a value; one that shows it already is not set, which would drop a click under way."""
    shown = st.session_state.get(SHOWN, {})
    if key not in shown or st.session_state.get(key, NotImplemented) != value:
        st.session_state[key] = value
    st.session_state[SHOWN] = {**shown, key: value}


def _draw_period(choice: Choice, scope: Scope, usual: str, language: Language) -> None:
    periods = labels(PERIOD_LABELS)
    for period in set(periods) - {OWN, ALL}:
        found = _preset(period)
        periods[period] += f": {short_period(found.start, found.end, language)}"
    _show("period", choice.period or usual)
    st.radio(_("Period"), PERIODS, format_func=periods.__getitem__, key="period")
    days: tuple[date | None, date | None] = (scope.start, scope.end)
    if choice.period == OWN:
        days = (choice.start, choice.end)
    with st.container(horizontal=True):
        for name, key, day in zip((_("From"), _("To")), ("from", "to"), days, strict=True):
            _show(key, day)
            st.date_input(name, min_value=FIRST_DAY, max_value=LAST_DAY, key=key, format="YYYY-MM-DD")


def _draw_comparison(choice: Choice, scope: Scope, language: Language) -> str:
    """Draw the second button, and return the period compared with; "" if there is none."""
    wanted = choice.against
    found = None if wanted == NONE else _compare(scope, wanted)
    earlier = found.scope if found is not None and not found.reason else None
    label = _(COMPARISON_LABELS[NONE])
    if earlier:
        label = _("vs {earlier}", earlier=short_period(earlier.start, earlier.end, language))
    with _popover("comparison", label, _("Comparison"), "compare_arrows"):
        _show("compare", wanted or (found.against if found is not None and earlier else NONE))
        st.radio(
            _("Compare with"), COMPARISONS, format_func=labels(COMPARISON_LABELS).__getitem__, key="compare"
        )
        if found is not None and found.reason:
            st.caption(_(REASONS[found.reason]))
    return found.against if found is not None and earlier else ""


def _draw_filters(choice: Choice, dataset: Dataset) -> None:
    chosen = dict(choice.where)
    for field, label in FILTER_FIELDS:
        options = filter_options(dataset, field)
        if options:
            _show(field, list(chosen.get(field, ())))
            st.multiselect(_(label), options, key=field, placeholder=_("all"))


def _filter_label(where: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return what is chosen, in few words.

    Examples
    --------
    >>> _filter_label(()), _filter_label([("program", ["Craft"]), ("site", ["Main", "Hall"])])
    ('All programs', 'Craft · 2 sites')
    """
    parts = [
        names[0] if len(names) == 1 else _(CHOSEN_NAMES[field], count=len(names)) for field, names in where
    ]
    return " · ".join(parts) or _("All programs")


def _draw_badge(here: PageInfo) -> None:
    if session.is_read_only():
        draw_folder_badge()
    if session.is_sample():
        with st.container(horizontal=True, vertical_alignment="center", width="content", key="sample"):
            st.badge(_("Sample data"), icon=":material/science:", color="orange", help=_(SAMPLE_HELP))
            if here.name != "add":
                st.page_link(find_page("add").path, label=_("Use my own data"), icon=":material/upload_file:")
