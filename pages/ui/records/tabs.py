"""Tabs of the records page: order of the tables, parts of each tab, and linking of partners."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from libcollab_metrics.model import SCHEMA, Edit
from pages.ui import session
from pages.ui.buttons import draw_submit_button
from pages.ui.cards import card
from pages.ui.markdown import escape_markdown
from pages.ui.page import Page, error_boundary
from pages.ui.records.fields import field_options
from pages.ui.records.form import draw_record_form, draw_recorded_rows
from pages.ui.records.grid import draw_record_grid
from pages.ui.records.settings import draw_all_settings
from pages.ui.tabs import draw_tabs
from pages.ui.translation import _, later, plural
from pages.ui.workspace import storage, undo

# Programs that are recorded but not linked to partners.

#: Maximum number of programs listed at once.
MAX_PROGRAMS_LISTED = 12


def draw_program_links() -> None:
    """Ask for the partners of programs without any; one click links all that were answered."""
    if session.is_sample():
        return
    dataset = session.own_dataset()
    linked = set(dataset.tables["program_partners"]["program_id"].astype(str))
    programs = dataset.tables["programs"]
    waiting = [
        str(name)
        for key, name in zip(programs["program_id"], programs["name"], strict=True)
        if str(key) not in linked
    ]
    if not waiting:
        return
    partners = field_options(SCHEMA["programs"].field("partner_ids"))
    with (
        card("links", _("Programs without a partner"), _("Choose the partners of each program.")),
        st.form(f"link-{len(session.workspace().steps)}", border=False),
    ):
        chosen = {
            name: st.multiselect(
                escape_markdown(name),
                partners,
                key=f"link-{name}-{len(session.workspace().steps)}",
                accept_new_options=True,
                placeholder=_("choose partners, or type new ones"),
            )
            for name in waiting[:MAX_PROGRAMS_LISTED]
        }
        if draw_submit_button(_("Link programs"), key="link-programs") and any(chosen.values()):
            _link_programs({name: list(names) for name, names in chosen.items() if names}, partners)


def _link_programs(chosen: dict[str, list[str]], partners: list[str]) -> None:
    """Link programs, and add partners not recorded before, in one step."""
    new = dict.fromkeys(name for names in chosen.values() for name in names if name not in partners)
    edits = [Edit("partners", tuple({"name": name} for name in new))] if new else []
    rows = tuple({"name": name, "partner_ids": "; ".join(names)} for name, names in chosen.items())
    session.append(*edits, Edit("programs", rows))
    session.add_message(plural(len(rows), "{count} program linked.", "{count} programs linked."))
    st.rerun()


#: Tables in the order in which users fill them.
TABLES = (
    "sessions",
    "programs",
    "partners",
    "criteria",
    "ledger",
    "perspectives",
    "deliveries",
    "outcomes",
    "notes",
    "sites",
)
SETTINGS = later("Settings")
REQUIRED_NOTE = later("Fields with * are required; leave the others empty if you don’t know them.")


def draw_record_tabs(frame: Page) -> None:
    """Draw one tab per table; only the open tab is rendered."""
    tabs = draw_tabs([*(SCHEMA[table].label for table in TABLES), SETTINGS], "table")
    drawn: list[Callable[[], None]] = [_table_drawer(frame, table) for table in TABLES]
    for tab, draw in zip(tabs, [*drawn, _draw_settings_tab], strict=True):
        if tab.open:
            with tab, error_boundary():
                draw()


def _draw_settings_tab() -> None:
    """Draw the settings, every step so far, where the work is stored, and how to delete it."""
    with error_boundary():
        draw_all_settings(session.own_dataset().settings)
    if session.workspace().steps:
        with card("history", _("History"), _("Every step, oldest first")):
            undo.draw_steps()
    with error_boundary(), card("storage", _("Storage")):
        storage.draw_storage()


def _table_drawer(frame: Page, table: str) -> Callable[[], None]:
    return lambda: _draw_table_tab(frame, table)


def _draw_table_tab(frame: Page, table: str) -> None:
    st.caption(_(SCHEMA[table].meaning))
    if table == "programs":
        draw_program_links()
    if table == "notes":
        storage.draw_notes_consent()
    rows = draw_recorded_rows(frame, table)
    title = _("Add a row") if session.is_sample() or not rows else _("Add or change a row")
    with card(f"row-{table}", title, _(REQUIRED_NOTE)):
        draw_record_form(frame, table, rows)
    is_open = session.is_sample() or not rows or bool(session.draft(table)["rows"])
    with (
        st.container(key="many-rows"),
        st.expander(_("Add many rows"), icon=":material/table_rows:", expanded=is_open),
    ):
        draw_record_grid(table)
