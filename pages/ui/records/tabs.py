"""Tabs of the records page: per table the recorded rows, a form, and a grid."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from libcollab_metrics.model import SCHEMA, Edit
from pages.ui import session
from pages.ui.buttons import submit_button
from pages.ui.page import Frame, border, escaped
from pages.ui.records.fields import offered
from pages.ui.records.form import record_form, recorded
from pages.ui.records.grid import record_grid
from pages.ui.records.settings import all_settings
from pages.ui.workspace import history

# Programs that are recorded but not linked to partners.

#: Maximum number of programs listed at once.
ASKED = 12


def link_programs() -> None:
    """Ask for the partners of programs without any; one click links all that were answered."""
    if session.is_sample():
        return
    dataset = session.own_dataset()
    linked = set(dataset.tables["program_partners"]["program_id"].astype(str))
    programs = dataset.tables["programs"]
    waiting = [str(name) for key, name in zip(programs["program_id"], programs["name"], strict=True)
               if str(key) not in linked]  # fmt: skip
    if not waiting:
        return
    partners = offered(SCHEMA["programs"].field("partner_ids"))
    with st.container(border=True):
        st.header("Waiting for their partners", anchor=False)
        with st.form(f"link-{len(session.workspace().steps)}", border=False):
            chosen = {
                name: st.multiselect(escaped(name), partners, key=f"link-{name}-{len(session.workspace().steps)}",
                                     accept_new_options=True, placeholder="choose partners, or type new ones")
                for name in waiting[:ASKED]
            }  # fmt: skip
            if submit_button("Link these programs", key="link-programs") and any(chosen.values()):
                _link({name: list(found) for name, found in chosen.items() if found}, partners)


def _link(chosen: dict[str, list[str]], partners: list[str]) -> None:
    """Link programs, and add partners not recorded before, in one step."""
    new = dict.fromkeys(name for found in chosen.values() for name in found if name not in partners)
    edits = [Edit("partners", tuple({"name": name} for name in new))] if new else []
    rows = tuple({"name": name, "partner_ids": "; ".join(found)} for name, found in chosen.items())
    session.append(*edits, Edit("programs", rows))
    session.tell(f"{len(rows)} {'program' if len(rows) == 1 else 'programs'} linked.")
    st.rerun()


#: Tables in the order in which users fill them.
TABLES = ("sessions", "programs", "partners", "criteria", "ledger", "perspectives", "deliveries", "outcomes", "notes",
          "sites")  # fmt: skip
SETTINGS = "Settings"


def what_was_done() -> None:
    """Show what the last click stored, how it was read, and related warnings."""
    for sentence in session.told():
        st.success(escaped(sentence))
    for sentence in session.pointed_out():
        st.warning(escaped(sentence))


def record_tabs(frame: Frame) -> None:
    """Draw one tab per table; only the open tab is rendered."""
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
        history.offer_notes()
    rows = recorded(frame, table)
    st.header("One row", anchor=False)
    record_form(frame, table, rows)
    st.header("Many rows", anchor=False)
    record_grid(table)
