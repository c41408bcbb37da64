"""Save the workspace as a backup file, with or without a passphrase, and restore such a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from libcollab_metrics.store import FILE_EXTENSION, BackupSummary, describe_strength
from pages.ui import session
from pages.ui.buttons import draw_button
from pages.ui.page import error_boundary, reserve_queue_line

NO_PASSPHRASE_NOTE = (
    "Without a passphrase, the secret that turns names into codes is not in the file: everything counts when"
    " it is opened elsewhere, but sheets read there cannot recognise the people of earlier ones."
)
PASSPHRASE_HELP = (
    "The words you type here lock the secret inside the file. Write them down: nobody can open it without"
    " them."
)


def draw_backup_and_restore() -> None:
    """Draw both parts, collapsed; an error in one does not affect the other."""
    with st.expander("Save my work in one file, or open such a file"):
        with error_boundary():
            _draw_backup()
        with error_boundary():
            draw_restore()


def _draw_backup() -> None:
    st.subheader("Save my work")
    in_memory = session.store() is None
    st.text(
        "One file with your sheets as they were read, every answer and setting, and the list of documents"
        " that left. People are codes in it."
    )
    keep_notes = in_memory and st.checkbox("Notes and remarks too; they can name people", key="save-notes")
    passphrase = st.text_input(
        "Passphrase (may be left empty)", type="password", key="save-words", help=PASSPHRASE_HELP
    )
    strength = describe_strength(passphrase)
    st.caption(f"This passphrase is {strength}." if passphrase else NO_PASSPHRASE_NOTE)
    name = f"libcollab-work-{session.today():%Y-%m-%d}-{session.token()}.{FILE_EXTENSION}"
    st.download_button(
        "Save my work",
        session.prepare_backup(passphrase, keep_notes),
        name,
        disabled=strength.startswith("too short") and bool(passphrase),
        on_click=partial(_report_saved, passphrase),
        key="save-work",
    )


def _report_saved(passphrase: str) -> None:
    advice = (
        "Keep its passphrase apart from it."
        if passphrase
        else f"Remember: {NO_PASSPHRASE_NOTE[:1].lower()}{NO_PASSPHRASE_NOTE[1:]}"
    )
    session.add_message(f"The file with your work was read back and proved before you got it. {advice}")


def draw_restore(explanation: str = "") -> None:
    """Draw the upload of a backup file, its contents, and the restore button."""
    st.subheader("Open saved work")
    if explanation:
        st.text(explanation)
    turn = st.session_state.get("open_turn", 0)
    file = st.file_uploader(
        f"A file made by “Save my work” (it ends in .{FILE_EXTENSION})", key=f"open-{turn}"
    )
    if file is None:
        return
    data, passphrase, queue_line = file.getvalue(), "", reserve_queue_line()
    summary = session.inspect_backup(data, file.name, "", queue_line)
    if summary.has_secret:
        passphrase = st.text_input("Its passphrase", type="password", key=f"open-words-{turn}")
        st.caption(
            "Left empty, it opens without the secret: sheets read later cannot recognise the people in it."
        )
        summary = session.inspect_backup(data, file.name, passphrase, queue_line)
    steps, left = _count_text(summary.steps, "step"), _count_text(summary.releases, "document")
    st.text(f"In it: {steps} and {left} that left. It is whole.")
    sure = st.checkbox(
        f"Yes, use it in the place of what is here now, which {_describe_replacement()}.",
        key=f"open-sure-{turn}",
    )
    if draw_button("Open it", disabled=not sure, key=f"open-it-{turn}"):
        _report_restored(session.restore_backup(data, file.name, passphrase, queue_line), summary)
        st.session_state["open_turn"] = turn + 1
        st.rerun()


def _describe_replacement() -> str:
    """Describe what happens to the current workspace, or to the unreadable file."""
    on_disk = session.store() is not None or session.store_error()
    return "is kept aside under another name" if on_disk else "is gone unless you saved it"


def _report_restored(replaced_file: Path | None, contents: BackupSummary) -> None:
    session.add_message("Your saved work is open.")
    if replaced_file is not None:
        session.add_message(
            f"What was in use before is kept {_describe_location(replaced_file)} to go back to it."
        )
    if contents.has_people and not contents.opens_secret:
        session.add_warning(
            "The secret was not opened with it: sheets read from now on may not recognise its people."
        )


def _describe_location(replaced_file: Path) -> str:
    """Describe where the replaced file is; users of a shared server cannot access its disk."""
    if session.is_shared():
        return f"on this server as {replaced_file.name}; ask whoever looks after it"
    return f"in {replaced_file}; open that file here"


def _count_text(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
