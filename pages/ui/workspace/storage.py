"""Where the workspace is stored: consent to notes, backup, deletion, and recovery."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.store import Store
from pages.ui import session
from pages.ui.buttons import draw_button
from pages.ui.page import error_boundary
from pages.ui.workspace.backup import draw_backup_and_restore, draw_restore
from pages.ui.workspace.erase import (
    draw_delete_backups,
    draw_erase_everything,
    draw_erase_file,
    draw_erase_person,
)

NOTES_LABEL = "Keep notes"
NOTES_HELP = (
    "Notes and remarks can name people. Without this tick they are left out of what is kept from now on; "
    "those kept before stay until their sheet is forgotten, or everything is."
)


def draw_storage() -> None:
    """Draw where the work is stored, and the actions on it."""
    store = session.store()
    if session.store_error():
        _draw_recovery()
    elif store is None:
        st.text(
            "Your work is in memory only and is gone when this window is closed, unless you save it in a"
            " file."
        )
        draw_backup_and_restore()
        with st.expander("Forget a sheet or a person"):
            _draw_erase_options()
    else:
        where = (
            "on this server for your library alone"
            if session.is_shared()
            else (f"on this computer in {store.paths.home}")
        )
        st.text(f"Kept {where}; people on your lists are codes there, their names are not in it.")
        if session.stored_state().is_key_missing and not session.is_shared():
            with error_boundary():
                _draw_key_upload()
        draw_backup_and_restore()
        with st.expander("Keep notes, keep nothing, or forget a sheet, a person or everything"):
            _draw_storage_options(store)


def _draw_storage_options(store: Store) -> None:
    keeps_notes = session.stored_state().keep_notes
    if st.checkbox(NOTES_LABEL, value=keeps_notes, help=NOTES_HELP) != keeps_notes:
        store.set_keeps_notes(not keeps_notes)
        st.rerun()
    if draw_button("Keep nothing of what I do in this window"):
        session.detach_store()
        st.rerun()
    _draw_erase_options()
    draw_delete_backups(store)
    draw_erase_everything()


def _draw_key_upload() -> None:
    """Offer to upload the key file that belongs to the stored workspace."""
    turn = st.session_state.get("key_turn", 0)
    file = st.file_uploader("Put the key file back: choose a copy of workspace.key", key=f"key-{turn}")
    if file is None:
        return
    session.restore_key(file.getvalue())
    st.session_state["key_turn"] = turn + 1
    session.add_message(
        "The right key file is back: later sheets recognise the people kept here. The other is kept aside."
    )
    st.rerun()


def _draw_erase_options() -> None:
    with error_boundary():
        draw_erase_file()
    with error_boundary():
        draw_erase_person()


def draw_notes_consent(before: str = "") -> None:
    """Explain that notes are not stored without consent, and offer it; nothing once it is given."""
    store = session.store()
    if store is None or session.stored_state().keep_notes:
        return
    st.caption(
        f"{before}Notes are kept only with the tick “{NOTES_LABEL}”; without it they are gone when this "
        "window is closed."
    )
    if st.checkbox(NOTES_LABEL, help=NOTES_HELP, key="offer-notes"):
        store.set_keeps_notes(True)
        st.rerun()


def _draw_recovery() -> None:
    """Offer recovery if the stored workspace cannot be read; the page header shows the error."""
    st.subheader("What is kept cannot be read")
    if draw_button("Try again"):
        session.reload_workspace()
        st.rerun()
    with error_boundary():
        st.text(
            "Set the file aside: it gets another name and stays as it is. You start empty; what you do is"
            " kept."
        )
        if draw_button("Set the file aside and start anew"):
            session.quarantine_workspace()
            st.rerun()
    with error_boundary():
        st.text(
            "Start empty: the file is left untouched. What you do in this window is kept only if you save it."
        )
        if draw_button("Start empty in this window"):
            session.start_empty()
            st.rerun()
    with error_boundary():
        draw_restore("It is used and kept from now on; the file that cannot be read is set aside, unchanged.")
