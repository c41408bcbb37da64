"""Erasure of one file, one person, backups, or everything, each with confirmation."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.store import Store
from pages.ui import session
from pages.ui.buttons import draw_button
from pages.ui.translation import _, later, plural

REMAINS_NOTE = later("Your sharing history stays; delete your own copies of files yourself.")


def draw_erase_file() -> None:
    """Draw the choice of a file in use and erase it."""
    files = session.files()
    if session.is_sample() or not files:
        return
    turn = st.session_state.get("forget_turn", 0)
    chosen = st.selectbox(
        _("Delete a sheet"),
        list(files),
        index=None,
        format_func=files.__getitem__,
        placeholder=_("choose a file"),
        key=f"forget-file-{turn}",
    )
    if chosen and _confirm_deletion(
        _("its rows, its answers and every change of them"), f"file-{turn}", _("Delete file")
    ):
        _report_erased(session.erase_file(chosen))


def draw_erase_person() -> None:
    """Ask for a person's name, show the number of rows, and erase them."""
    if session.is_sample():
        return
    turn = st.session_state.get("forget_turn", 0)
    name = st.text_input(
        _("Delete a person: the name as on the sheet"),
        key=f"forget-name-{turn}",
        help=_("It is turned into a code for the search and not stored. Names in notes are not found."),
    )
    if not name.strip():
        return
    rows = session.count_person_rows(name)
    if not rows:
        st.info(_("No one with this name is in your data. Type the name as on the sheet."))
    elif _confirm_deletion(
        plural(
            rows, "{count} row of this person; figures change", "{count} rows of this person; figures change"
        ),
        f"person-{turn}",
        _("Delete person"),
    ):
        _report_erased(session.erase_person(name))


def draw_delete_backups(store: Store) -> None:
    """List the backup files next to the workspace, and offer to delete them together."""
    aside = store.list_backups()
    if not aside:
        return
    st.text(_("Renamed files, from earlier versions, replaced or damaged:"))
    for file in aside:
        st.text(f"  {file.name}")
    if _confirm_deletion(_("these files"), "aside", _("Delete renamed files")):
        store.delete_backups()
        st.rerun()


def draw_erase_everything() -> None:
    """Draw the confirmation and delete everything stored."""
    sure = st.checkbox(
        _("Yes, delete every sheet, answer and setting saved here. This cannot be undone."), key="sure"
    )
    if draw_button(_("Delete everything"), disabled=not sure, key="delete-everything"):
        session.erase_everything()
        st.rerun()


def _confirm_deletion(target: str, key: str, label: str) -> bool:
    """Draw a confirmation and a button; return True if both were used."""
    sure = st.checkbox(_("Yes, delete {target}. This cannot be undone.", target=target), key=f"sure-{key}")
    return draw_button(label, disabled=not sure, key=f"do-{key}")


def _report_erased(rows: int) -> None:
    deleted = plural(
        rows, "{count} row deleted, and every renamed file.", "{count} rows deleted, and every renamed file."
    )
    session.add_message(f"{deleted} {_(REMAINS_NOTE)}")
    st.session_state["forget_turn"] = st.session_state.get("forget_turn", 0) + 1
    st.rerun()
