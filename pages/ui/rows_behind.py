"""Rows behind a figure: its sessions, payments or lots; never rows of people, and none of a folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from libcollab_metrics.metrics import LedgerLine, list_lines, list_sessions
from libcollab_metrics.model import SCHEMA, Scope
from pages.ui import session
from pages.ui.cards import Behind
from pages.ui.navigation import find_page
from pages.ui.page import Page
from pages.ui.read_only import draw_read_only_note
from pages.ui.translation import _, format_number, later

#: Most rows shown; Records finds the others.
MAX_ROWS = 200
STATES = {"counted": later("held"), "uncounted": later("held, not counted"), "cancelled": later("cancelled")}
#: Columns of a lot, as they are called in Records.
LOT_COLUMNS = ("lot", "site", "dispatched_on", "received_on", "pledged", "shipped", "received", "in_hands")


def draw_sessions(scope: Scope) -> None:
    """Draw the dated sessions of a selection, latest first."""
    if session.is_read_only():
        draw_read_only_note()
        return
    listed = session.cached_lookup(list_sessions, scope=scope, as_of=session.today())
    rows = [
        {
            _("Date"): row.day,
            _("Program"): row.program,
            _("Visits"): row.visits,
            _("Status"): _(STATES[row.state]),
        }
        for row in reversed(listed)
    ]
    _draw_rows(_("Sessions"), rows, "sessions")


def sessions_behind(scope: Scope) -> Behind:
    """Return the sessions of a selection as the rows behind a figure."""
    return Behind(_("Sessions"), partial(draw_sessions, scope))


def payments_behind(scope: Scope, keep: Callable[[LedgerLine], bool] = lambda line: True) -> Behind:
    """Return the ledger lines of a selection that a figure counts as the rows behind it."""
    return Behind(_("Payments and contributions"), partial(draw_payments, scope, keep))


def lots_behind(frame: Page) -> Behind:
    """Return the lots of books as the rows behind a figure."""
    return Behind(_("Lots"), partial(draw_lots, frame))


def draw_payments(scope: Scope, keep: Callable[[LedgerLine], bool] = lambda line: True) -> None:
    """Draw the ledger lines of a selection, latest first; all, or those that `keep` accepts."""
    if session.is_read_only():
        draw_read_only_note()
        return
    found = session.cached_lookup(list_lines, scope=scope, as_of=session.today())
    listed = [line for line in found if keep(line)]
    rows = [
        {
            _("Date"): line.day,
            _("From"): line.giver,
            _("Value"): line.value,
            _("Kind"): _((line.kind or "").replace("_", " ")),
            _("Program"): line.program,
            _("To"): line.taker,
            _("Status"): _(line.status or ""),
        }
        for line in sorted(listed, key=lambda line: str(line.day or ""), reverse=True)
    ]
    _draw_rows(_("Payments and contributions"), rows, "ledger")


def draw_lots(frame: Page) -> None:
    """Draw the lots of books."""
    if session.is_read_only():
        draw_read_only_note()
        return
    table, schema = frame.dataset.tables["deliveries"], SCHEMA["deliveries"]
    names = [name for name in LOT_COLUMNS if name in table and table[name].notna().any()]
    rows = [
        {_(schema.field(name).label): row[name] for name in names}
        for row in table[names].astype(object).where(table[names].notna(), None).to_dict("records")
    ]
    _draw_rows(_("Lots"), rows, "deliveries")


def _draw_rows(title: str, rows: Sequence[dict[str, Any]], table: str) -> None:
    """Draw rows, and the link to correct them."""
    if not rows:
        return
    shown = rows[:MAX_ROWS]
    count = format_number(len(rows))
    if len(shown) < len(rows):
        count = _("the latest {shown} of {count}", shown=MAX_ROWS, count=count)
    st.markdown(f"**{title}** ({count})")
    st.dataframe(shown, hide_index=True, height=min(len(shown), 6) * 35 + 38)
    st.page_link(
        find_page("records").path,
        label=_("Open in Records"),
        icon=":material/table_rows:",
        query_params={"table": SCHEMA[table].label},
    )
