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
    where = []
    for field, label in CHOICES:
        options = list(field_values(dataset, field))
        if len(options) > 1:
            kept = st.multiselect(label, options, key=field, bind="query-params", placeholder="all")
            if kept:
                where.append((field, tuple(kept)))
    start, end = _day("From", "from"), _day("To", "to")
    if start and end and start > end:
        st.warning("The period ends before it starts, so it is not used.")
        start = end = None
    return Scope(tuple(where), start, end)


def _day(label: str, key: str) -> date | None:
    chosen = st.date_input(
        label, value=None, min_value=FIRST_DAY, max_value=LAST_DAY, key=key, bind="query-params", format="YYYY-MM-DD"
    )
    return chosen if isinstance(chosen, date) else None
