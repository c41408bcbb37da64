"""Rows behind a figure: its sessions, payments or lots; never rows of people, and none of a folder."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import partial

import streamlit as st

from libcollab_metrics.figures import format_money, party_name
from libcollab_metrics.metrics import LedgerLine, list_lines, list_sessions
from libcollab_metrics.model import SCHEMA, Scope
from pages.ui import session
from pages.ui.cards import Behind
from pages.ui.html_tables import render_table
from pages.ui.navigation import find_page
from pages.ui.page import Page
from pages.ui.read_only import draw_read_only_note
from pages.ui.translation import _, format_number, later, screen_language

#: Most rows shown; Records finds the others.
MAX_ROWS = 200
STATES = {"counted": later("held"), "uncounted": later("held, not counted"), "cancelled": later("cancelled")}
#: Columns of a lot, as they are called in Records.
LOT_COLUMNS = ("lot", "site", "dispatched_on", "received_on", "pledged", "shipped", "received", "in_hands")
COUNTS = ("pledged", "shipped", "received", "in_hands")


def draw_sessions(scope: Scope) -> None:
    """Draw the dated sessions of a selection, latest first."""
    if session.is_read_only():
        draw_read_only_note()
        return
    listed = session.cached_lookup(list_sessions, scope=scope, as_of=session.today())
    rows = [
        (
            _day(row.day),
            row.program,
            "" if row.visits is None else format_number(row.visits),
            _(STATES[row.state]),
        )
        for row in reversed(listed)
    ]
    _draw_rows(_("Sessions"), (_("Date"), _("Program"), _("Visits"), _("Status")), rows, "sessions", {2})


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
    language, currency = screen_language(), session.dataset().settings.currency
    rows = [
        (
            _day(line.day),
            party_name(line.giver, language) if line.giver else "",
            "" if line.value is None else format_money(line.value, language, currency),
            _((line.kind or "").replace("_", " ")),
            line.program,
            party_name(line.taker, language) if line.taker else "",
            _(line.status or ""),
        )
        for line in sorted(listed, key=lambda line: str(line.day or ""), reverse=True)
    ]
    headings = (_("Date"), _("From"), _("Value"), _("Kind"), _("Program"), _("To"), _("Status"))
    _draw_rows(_("Payments and contributions"), headings, rows, "ledger", {2})


def draw_lots(frame: Page) -> None:
    """Draw the lots of books."""
    if session.is_read_only():
        draw_read_only_note()
        return
    table, schema = frame.dataset.tables["deliveries"], SCHEMA["deliveries"]
    names = [name for name in LOT_COLUMNS if name in table and table[name].notna().any()]
    rows = [
        tuple(_cell(row[name]) for name in names)
        for row in table[names].astype(object).where(table[names].notna(), None).to_dict("records")
    ]
    numeric = {position for position, name in enumerate(names) if name in COUNTS}
    _draw_rows(_("Lots"), [_(schema.field(name).label) for name in names], rows, "deliveries", numeric)


def _day(day: date | None) -> str:
    return "" if day is None else screen_language().short_day(day)


def _cell(value: object) -> str:
    """Return a cell of a table as text: a day, a number or words."""
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, int | float):
        return format_number(value)
    return "" if value is None else str(value)


def _draw_rows(
    title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], table: str, numeric: Collection[int]
) -> None:
    """Draw rows, and the link to correct them."""
    if not rows:
        return
    shown = rows[:MAX_ROWS]
    count = format_number(len(rows))
    if len(shown) < len(rows):
        count = _("the latest {shown} of {count}", shown=MAX_ROWS, count=count)
    st.markdown(f"**{title}** ({count})")
    st.html(render_table(title, headings, shown, tuple(numeric), is_tall=True))
    st.page_link(
        find_page("records").path,
        label=_("Open in Records"),
        icon=":material/table_rows:",
        query_params={"table": SCHEMA[table].label},
    )
