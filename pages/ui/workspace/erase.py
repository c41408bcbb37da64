"""Erasure of one file, one person, backups, or everything, each with confirmation."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.store import Store
from pages.ui import session
from pages.ui.buttons import draw_button

REMAINS_NOTE = "Your sharing history stays; delete your own copies of files yourself."


def draw_erase_file() -> None:
    """Draw the choice of a file in use and erase it."""
    files = session.files()
    if session.is_sample() or not files:
        return
    turn = st.session_state.get("forget_turn", 0)
    chosen = st.selectbox(
        "Delete a sheet",
        list(files),
        index=None,
        format_func=files.__getitem__,
        placeholder="choose a file",
        key=f"forget-file-{turn}",
    )
    if chosen and _confirm_deletion(
        "its rows, its answers and every change of them", f"file-{turn}", "Delete file"
    ):
        _report_erased(session.erase_file(chosen))


def draw_erase_person() -> None:
    """Ask for a person's name, show the number of rows, and erase them."""
    if session.is_sample():
        return
    turn = st.session_state.get("forget_turn", 0)
    name = st.text_input(
        "Delete a person: the name as on the sheet",
        key=f"forget-name-{turn}",
        help="It is turned into a code for the search and not stored. Names in notes are not found.",
    )
    if not name.strip():
        return
    rows = session.count_person_rows(name)
    if not rows:
        st.info("No one with this name is in your data. Type the name as on the sheet.")
    elif _confirm_deletion(
        f"{_row_count_text(rows)} of this person; figures change", f"person-{turn}", "Delete person"
    ):
        _report_erased(session.erase_person(name))


def draw_delete_backups(store: Store) -> None:
    """List the backup files next to the workspace, and offer to delete them together."""
    aside = store.list_backups()
    if not aside:
        return
    st.text("Renamed files, from earlier versions, replaced or damaged:")
    for file in aside:
        st.text(f"  {file.name}")
    if _confirm_deletion("these files", "aside", "Delete renamed files"):
        store.delete_backups()
        st.rerun()


def draw_erase_everything() -> None:
    """Draw the confirmation and delete everything stored."""
    sure = st.checkbox(
        "Yes, delete every sheet, answer and setting saved here. This cannot be undone.", key="sure"
    )
    if draw_button("Delete everything", disabled=not sure):
        session.erase_everything()
        st.rerun()


def _confirm_deletion(target: str, key: str, label: str) -> bool:
    """Draw a confirmation and a button; return True if both were used."""
    sure = st.checkbox(f"Yes, delete {target}. This cannot be undone.", key=f"sure-{key}")
    return draw_button(label, disabled=not sure, key=f"do-{key}")


def _report_erased(rows: int) -> None:
    session.add_message(f"{_row_count_text(rows)} deleted, and every renamed file. {REMAINS_NOTE}")
    st.session_state["forget_turn"] = st.session_state.get("forget_turn", 0) + 1
    st.rerun()


def _row_count_text(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"
