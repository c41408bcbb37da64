"""Where the workspace is stored: consent to notes, backup, deletion, and recovery."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.store import Store
from pages.ui import session
from pages.ui.buttons import draw_button
from pages.ui.page import error_boundary
from pages.ui.translation import _, later
from pages.ui.workspace.backup import draw_backup_and_restore, draw_restore
from pages.ui.workspace.erase import (
    draw_delete_backups,
    draw_erase_everything,
    draw_erase_file,
    draw_erase_person,
)

NOTES_LABEL = later("Save notes")
NOTES_HELP = later(
    "Notes and remarks can name people. Unticked, they are not saved from now on; "
    "those saved before stay until you delete their sheet, or everything."
)


def draw_storage() -> None:
    """Draw where the work is stored, and the actions on it."""
    store = session.store()
    if session.store_error():
        _draw_recovery()
    elif store is None:
        st.text(
            _(
                "Your work is in memory only. It is lost when you close this window, unless you save it in a"
                " file."
            )
        )
        draw_backup_and_restore()
        with st.expander(_("Delete a sheet or a person")):
            _draw_erase_options()
    else:
        if session.is_shared():
            where = _("Saved on this server for your library alone; names are stored only as codes.")
        else:
            where = _(
                "Saved on this computer in {folder}; names are stored only as codes.", folder=store.paths.home
            )
        st.text(where)
        if session.stored_state().is_key_missing and not session.is_shared():
            with error_boundary():
                _draw_key_upload()
        draw_backup_and_restore()
        with st.expander(_("Privacy and deletion")):
            _draw_storage_options(store)


def _draw_storage_options(store: Store) -> None:
    keeps_notes = session.stored_state().keep_notes
    if st.checkbox(_(NOTES_LABEL), value=keeps_notes, help=_(NOTES_HELP)) != keeps_notes:
        store.set_keeps_notes(not keeps_notes)
        st.rerun()
    if draw_button(_("Stop saving in this window"), key="stop-saving"):
        session.detach_store()
        st.rerun()
    _draw_erase_options()
    draw_delete_backups(store)
    draw_erase_everything()


def _draw_key_upload() -> None:
    """Offer to upload the key file that belongs to the stored workspace."""
    turn = st.session_state.get("key_turn", 0)
    file = st.file_uploader(_("Restore the key file: choose a copy of workspace.key"), key=f"key-{turn}")
    if file is None:
        return
    session.restore_key(file.getvalue())
    st.session_state["key_turn"] = turn + 1
    session.add_message(
        _(
            "The key file is restored: later sheets recognize people recorded here. The other file was"
            " renamed."
        )
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
    consent = _(
        "Notes are saved only with “{label}” ticked. Otherwise they are lost when this window is closed.",
        label=_(NOTES_LABEL),
    )
    st.caption(f"{before} {consent}".strip())
    if st.checkbox(_(NOTES_LABEL), help=_(NOTES_HELP), key="offer-notes"):
        store.set_keeps_notes(True)
        st.rerun()


def draw_notes_hint() -> None:
    """Say that a note is lost with the window, unless notes are saved."""
    if session.store() is not None and not session.stored_state().keep_notes:
        st.caption(
            _(
                "Tick “{label}” in Records, Notes, to save it beyond this window.",
                label=_(NOTES_LABEL),
            )
        )


def _draw_recovery() -> None:
    """Offer recovery if the stored workspace cannot be read; the page header shows the error."""
    st.subheader(_("Your saved work cannot be read"))
    if draw_button(_("Try again"), key="try-again"):
        session.reload_workspace()
        st.rerun()
    with error_boundary():
        st.text(_("Rename the file: it stays as it is. You start with empty data, and what you do is kept."))
        if draw_button(_("Rename the file and start new"), key="rename-and-start"):
            session.quarantine_workspace()
            st.rerun()
    with error_boundary():
        st.text(
            _("Start empty: the file is not touched. What you do in this window is saved only in a backup.")
        )
        if draw_button(_("Start empty in this window"), key="start-empty"):
            session.start_empty()
            st.rerun()
    with error_boundary():
        draw_restore(_("It is used from now on; the file that cannot be read is renamed, unchanged."))
