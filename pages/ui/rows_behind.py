"""Rows behind a figure: its sessions, payments or lots; never rows of people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from libcollab_metrics.metrics import list_lines, list_sessions
from libcollab_metrics.model import SCHEMA, Scope
from pages.ui import session
from pages.ui.navigation import find_page
from pages.ui.page import Page

#: Most rows shown; Records finds the others.
MAX_ROWS = 200
STATES = {"counted": "held", "uncounted": "held, not counted", "cancelled": "cancelled"}
#: Columns of a lot, as they are called in Records.
LOT_COLUMNS = ("lot", "site", "dispatched_on", "received_on", "pledged", "shipped", "received", "in_hands")


def draw_sessions(scope: Scope) -> None:
    """Draw the dated sessions of a selection, latest first."""
    listed = session.cached_lookup(list_sessions, scope=scope, as_of=session.today())
    rows = [
        {"Date": row.day, "Program": row.program, "Visits": row.visits, "Status": STATES[row.state]}
        for row in reversed(listed)
    ]
    _draw_rows("Sessions", rows, "sessions")


def draw_payments(scope: Scope) -> None:
    """Draw the ledger lines of a selection, latest first."""
    listed = session.cached_lookup(list_lines, scope=scope, as_of=session.today())
    rows = [
        {
            "Date": line.day,
            "Program": line.program,
            "From": line.giver,
            "To": line.taker,
            "Kind": (line.kind or "").replace("_", " "),
            "Value": line.value,
            "Status": line.status,
        }
        for line in sorted(listed, key=lambda line: str(line.day or ""), reverse=True)
    ]
    _draw_rows("Payments and contributions", rows, "ledger")


def draw_lots(frame: Page) -> None:
    """Draw the lots of books."""
    table, schema = frame.dataset.tables["deliveries"], SCHEMA["deliveries"]
    names = [name for name in LOT_COLUMNS if name in table and table[name].notna().any()]
    rows = [
        {schema.field(name).label: row[name] for name in names}
        for row in table[names].astype(object).where(table[names].notna(), None).to_dict("records")
    ]
    _draw_rows("Lots", rows, "deliveries")


def _draw_rows(title: str, rows: Sequence[dict[str, Any]], table: str) -> None:
    """Draw rows, and the link to correct them."""
    if not rows:
        return
    shown = rows[:MAX_ROWS]
    count = f"{len(rows):,}" if len(shown) == len(rows) else f"the latest {MAX_ROWS} of {len(rows):,}"
    st.markdown(f"**{title}** ({count})")
    st.dataframe(shown, hide_index=True, height=min(len(shown), 6) * 35 + 38)
    st.page_link(
        find_page("records").path,
        label="Open in Records",
        icon=":material/table_rows:",
        query_params={"table": SCHEMA[table].label},
    )
