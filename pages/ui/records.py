"""The tabs of the records page: for each table what is recorded now, a grid to type many rows, a form for one."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from libcollab_metrics.model import SCHEMA
from pages.ui import keeping, session
from pages.ui.frame import Frame, border, escaped
from pages.ui.linking import link_programs
from pages.ui.record_form import record_form
from pages.ui.record_grid import record_grid
from pages.ui.record_list import recorded
from pages.ui.settings import all_settings

#: The tables in the order people fill them.
TABLES = ("sessions", "programs", "partners", "criteria", "ledger", "perspectives", "deliveries", "outcomes", "notes",
          "sites")  # fmt: skip
SETTINGS = "Settings"


def what_was_done() -> None:
    """Say what the last click kept, how it was read, and what does not fit it."""
    for sentence in session.told():
        st.success(escaped(sentence))
    for sentence in session.pointed_out():
        st.warning(escaped(sentence))


def record_tabs(frame: Frame) -> None:
    """Draw one tab a table; only the open one is filled."""
    labels = [*(SCHEMA[table].label for table in TABLES), SETTINGS]
    tabs = st.tabs(labels, key="table", bind="query-params")
    drawn: list[Callable[[], None]] = [_drawer(frame, table) for table in TABLES]
    for tab, draw in zip(tabs, [*drawn, lambda: all_settings(session.own_dataset().settings)], strict=True):
        if tab.open:
            with tab, border():
                draw()


def _drawer(frame: Frame, table: str) -> Callable[[], None]:
    return lambda: _table(frame, table)


def _table(frame: Frame, table: str) -> None:
    st.text(SCHEMA[table].meaning)
    if table == "programs":
        link_programs()
    if table == "notes":
        keeping.offer_notes()
    rows = recorded(frame, table)
    st.header("One row", anchor=False)
    record_form(frame, table, rows)
    st.header("Many rows", anchor=False)
    record_grid(table)
