"""Widgets that choose what is shown; their state lives in the address, so a link shows the same figures."""

from __future__ import annotations

from datetime import date

import streamlit as st

from libcollab_metrics.metrics import field_values
from libcollab_metrics.model import FIRST_DAY, LAST_DAY, Dataset, Scope

#: Fields offered as filters, with their label.
CHOICES = (("program", "Programs"), ("partner", "Partners"), ("site", "Sites"))


def filters_in_sidebar(dataset: Dataset) -> Scope:
    """Draw the filters beside the page, and return the scope they say."""
    with st.sidebar:
        st.caption("Show only")
        return choose_scope(dataset)


def choose_scope(dataset: Dataset) -> Scope:
    """Draw the filters and return the scope they say; what a link names but the data lacks is ignored."""
    for field, label in CHOICES:
        options = _offered(dataset, field)
        if options:
            st.multiselect(label, options, key=field, bind="query-params", placeholder="all")
    for label, key in (("From", "from"), ("To", "to")):
        st.date_input(
            label, None, min_value=FIRST_DAY, max_value=LAST_DAY, key=key, bind="query-params", format="YYYY-MM-DD"
        )
    if _period() is None:
        st.warning("The period ends before it starts, so it is not used.")
    return chosen_scope(dataset)


def chosen_scope(dataset: Dataset) -> Scope:
    """The scope the filters say now; a callback asks for it before they are drawn."""
    where = []
    for field, _ in CHOICES:
        options, chosen = _offered(dataset, field), st.session_state.get(field) or ()
        kept = tuple(name for name in chosen if name in options)
        if kept:
            where.append((field, kept))
    start, end = _period() or (None, None)
    return Scope(tuple(where), start, end)


def _offered(dataset: Dataset, field: str) -> tuple[str, ...]:
    """The names to choose from; with a single one there is nothing to choose."""
    options = tuple(field_values(dataset, field))
    return options if len(options) > 1 else ()


def _period() -> tuple[date | None, date | None] | None:
    """The first and the last day chosen; None where the period ends before it starts."""
    start, end = (day if isinstance(day := st.session_state.get(key), date) else None for key in ("from", "to"))
    return None if start and end and start > end else (start, end)
