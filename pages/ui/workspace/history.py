"""History and storage of the workspace: wording of steps, undo, stored notes, and recovery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from libcollab_metrics.document_kinds import audience_label, format_label
from libcollab_metrics.model import (
    ALL_SHEETS,
    DECISION_PREFIX,
    SCHEMA,
    Answer,
    Edit,
    Import,
    Merge,
    Operation,
    Sent,
    Setting,
    Step,
)
from libcollab_metrics.store import Store
from pages.ui import session
from pages.ui.buttons import draw_button
from pages.ui.page import error_boundary, escape_markdown
from pages.ui.workspace.backup import draw_backup_and_restore, draw_restore
from pages.ui.workspace.erase import (
    draw_delete_backups,
    draw_erase_everything,
    draw_erase_file,
    draw_erase_person,
)

# Steps of the visitor in words, one line each.

#: Descriptions of settings whose names are not self-explanatory.
SETTING_LABELS: Mapping[str, str] = {"documents": "what goes on your documents"}


def describe_steps(steps: Sequence[Step]) -> list[str]:
    """Describe each step in one line."""
    return [" · ".join(_describe_operation(operation) for operation in step) for step in steps]


def _describe_operation(operation: Operation) -> str:
    if isinstance(operation, Import):
        used = sum(sheet.rows_used for sheet in operation.reading.sheets)
        return f"“{operation.reading.name}”: {used} rows used"
    if isinstance(operation, Setting):
        return "Set " + ", ".join(
            SETTING_LABELS.get(name, name.replace("_", " ")) for name in operation.values
        )
    if isinstance(operation, Sent):
        recipient = f", for “{operation.to}”" if operation.to else ""
        return (
            f"Listed as sent: {audience_label(operation.audience)}, {format_label(operation.fmt)}{recipient}"
        )
    if isinstance(operation, Merge):
        if operation.old == operation.new:
            return f"Kept “{operation.old}” apart"
        return f"Read “{operation.old}” as “{operation.new}” in every row"
    if isinstance(operation, Answer) and operation.fingerprint == ALL_SHEETS:
        once = operation.answers.get("duplicates") == "drop"
        return "What stands in two sheets counts once" if once else "What stands in two sheets counts in both"
    if isinstance(operation, Answer) and operation.fingerprint.startswith(DECISION_PREFIX):
        return f"A partner's proposal was {operation.answers.get('decision', 'decided')}"
    if isinstance(operation, Answer) and not operation.answers:
        return "Forgot the answers for sheets with these headings"
    if isinstance(operation, Edit):
        return _describe_edit(operation)
    return "answers kept for sheets with these headings"


def _describe_edit(edit: Edit) -> str:
    """Describe typed, changed and removed rows by number, never by content."""
    done = [("Typed", len(edit.rows)), ("Changed", len(edit.changed)), ("Removed", len(edit.removed))]
    parts = [f"{verb} {count} {'row' if count == 1 else 'rows'}" for verb, count in done if count]
    return f"{SCHEMA[edit.table].label}: {', '.join(parts).lower()}"


NOTES_LABEL = "Keep notes"
NOTES_HELP = (
    "Notes and remarks can name people. Without this tick they are left out of what is kept from now on; "
    "those kept before stay until their sheet is forgotten, or everything is."
)


def draw_undo_redo() -> None:
    """Draw the undo and redo buttons, each only if it applies."""
    workspace = session.workspace()
    # The step is part of the key: a button drawn before another window added a step does nothing.
    version = f"{len(workspace.steps)}-{session.stored_state().head}"
    with st.container(horizontal=True):
        # The last step may belong to another page: sent copies are steps, too.
        if workspace.steps and draw_button(
            "Undo the last step",
            key=f"undo-{version}",
            help=escape_markdown(describe_steps(workspace.steps[-1:])[0]),
        ):
            session.undo()
            st.rerun()
        if workspace.undone_steps and draw_button("Redo the step taken back", key=f"redo-{version}"):
            session.redo()
            st.rerun()


def draw_storage() -> None:
    """Draw where the work is stored, the actions on it, and their results."""
    # always present, so that elements below stay open when a message appears
    with st.container(key="came-of-it"):
        for sentence in session.pop_messages():
            st.success(escape_markdown(sentence))
        for sentence in (*session.pop_warnings(), *session.stored_state().warnings):
            st.warning(escape_markdown(sentence))
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
