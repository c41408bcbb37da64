"""History and storage of the workspace: undo, redo, notes, and recovery from errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from libcollab_metrics.model import (
    ALL_SHEETS,
    DECIDED,
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
from pages.ui.buttons import button
from pages.ui.page import border, escaped
from pages.ui.share.purposes import format_label, purpose_label
from pages.ui.workspace.backup import open_saved_work, save_and_open
from pages.ui.workspace.erase import forget_everything, forget_one_file, forget_one_person, forget_what_lies_aside

# Steps of the visitor in words, one line each.

#: Descriptions of settings whose names are not self-explanatory.
SETTINGS: Mapping[str, str] = {"documents": "what goes on your documents"}


def history_lines(steps: Sequence[Step]) -> list[str]:
    """Describe each step in one line."""
    return [" · ".join(_said(operation) for operation in step) for step in steps]


def _said(operation: Operation) -> str:
    if isinstance(operation, Import):
        used = sum(sheet.rows_used for sheet in operation.reading.sheets)
        return f"“{operation.reading.name}”: {used} rows used"
    if isinstance(operation, Setting):
        return "Set " + ", ".join(SETTINGS.get(name, name.replace("_", " ")) for name in operation.values)
    if isinstance(operation, Sent):
        whom = f", for “{operation.to}”" if operation.to else ""
        return f"Listed as sent: {purpose_label(operation.audience)}, {format_label(operation.fmt)}{whom}"
    if isinstance(operation, Merge):
        if operation.old == operation.new:
            return f"Kept “{operation.old}” apart"
        return f"Read “{operation.old}” as “{operation.new}” in every row"
    if isinstance(operation, Answer) and operation.fingerprint == ALL_SHEETS:
        once = operation.answers.get("duplicates") == "drop"
        return "What stands in two sheets counts once" if once else "What stands in two sheets counts in both"
    if isinstance(operation, Answer) and operation.fingerprint.startswith(DECIDED):
        return f"A partner's proposal was {operation.answers.get('decision', 'decided')}"
    if isinstance(operation, Answer) and not operation.answers:
        return "Forgot the answers for sheets with these headings"
    if isinstance(operation, Edit):
        return _edited(operation)
    return "answers kept for sheets with these headings"


def _edited(edit: Edit) -> str:
    """Describe typed, changed and removed rows by number, never by content."""
    done = [("Typed", len(edit.rows)), ("Changed", len(edit.changed)), ("Removed", len(edit.removed))]
    said = [f"{verb} {count} {'row' if count == 1 else 'rows'}" for verb, count in done if count]
    return f"{SCHEMA[edit.table].label}: {', '.join(said).lower()}"


NOTES = "Keep notes"
NOTES_HELP = (
    "Notes and remarks can name people. Without this tick they are left out of what is kept from now on; "
    "those kept before stay until their sheet is forgotten, or everything is."
)


def undo_and_redo() -> None:
    """Draw the undo and redo buttons, each only if it applies."""
    workspace = session.workspace()
    # The step is part of the key: a button drawn before another window added a step does nothing.
    place = f"{len(workspace.steps)}-{session.kept().head}"
    with st.container(horizontal=True):
        # The last step may belong to another page: sent copies are steps, too.
        if workspace.steps and button(
            "Undo the last step", key=f"undo-{place}", help=escaped(history_lines(workspace.steps[-1:])[0])
        ):
            session.undo()
            st.rerun()
        if workspace.taken_back and button("Redo the step taken back", key=f"redo-{place}"):
            session.redo()
            st.rerun()


def place() -> None:
    """Draw where the work is stored, the actions on it, and their results."""
    with st.container(key="came-of-it"):  # always present, so that elements below stay open when a message appears
        for sentence in session.told():
            st.success(escaped(sentence))
        for sentence in (*session.pointed_out(), *session.kept().told):
            st.warning(escaped(sentence))
    store = session.store()
    if session.trouble():
        _troubled()
    elif store is None:
        st.text("Your work is in memory only and is gone when this window is closed, unless you save it in a file.")
        save_and_open()
        with st.expander("Forget a sheet or a person"):
            _forget_one()
    else:
        where = (
            "on this server for your library alone"
            if session.is_shared()
            else (f"on this computer in {store.places.home}")
        )
        st.text(f"Kept {where}; people on your lists are codes there, their names are not in it.")
        if session.kept().lacks_key and not session.is_shared():
            with border():
                _put_key_back()
        save_and_open()
        with st.expander("Keep notes, keep nothing, or forget a sheet, a person or everything"):
            _choices(store)


def _choices(store: Store) -> None:
    kept = session.kept().keep_notes
    if st.checkbox(NOTES, value=kept, help=NOTES_HELP) != kept:
        store.keep_notes(not kept)
        st.rerun()
    if button("Keep nothing of what I do in this window"):
        session.go_on_without_keeping()
        st.rerun()
    _forget_one()
    forget_what_lies_aside(store)
    forget_everything()


def _put_key_back() -> None:
    """Offer to upload the key file that belongs to the stored workspace."""
    turn = st.session_state.get("key_turn", 0)
    file = st.file_uploader("Put the key file back: choose a copy of workspace.key", key=f"key-{turn}")
    if file is None:
        return
    session.put_key_back(file.getvalue())
    st.session_state["key_turn"] = turn + 1
    session.tell("The right key file is back: later sheets recognise the people kept here. The other is kept aside.")
    st.rerun()


def _forget_one() -> None:
    with border():
        forget_one_file()
    with border():
        forget_one_person()


def offer_notes(before: str = "") -> None:
    """Explain that notes are not stored without consent, and offer it; nothing once it is given."""
    store = session.store()
    if store is None or session.kept().keep_notes:
        return
    st.caption(
        f"{before}Notes are kept only with the tick “{NOTES}”; without it they are gone when this window is closed."
    )
    if st.checkbox(NOTES, help=NOTES_HELP, key="offer-notes"):
        store.keep_notes(True)
        st.rerun()


def _troubled() -> None:
    """Offer recovery if the stored workspace cannot be read; the page header shows the error."""
    st.subheader("What is kept cannot be read")
    if button("Try again"):
        session.open_again()
        st.rerun()
    with border():
        st.text("Set the file aside: it gets another name and stays as it is. You start empty; what you do is kept.")
        if button("Set the file aside and start anew"):
            session.set_aside()
            st.rerun()
    with border():
        st.text("Start empty: the file is left untouched. What you do in this window is kept only if you save it.")
        if button("Start empty in this window"):
            session.start_empty()
            st.rerun()
    with border():
        open_saved_work("It is used and kept from now on; the file that cannot be read is set aside, unchanged.")
