"""Save the workspace as a backup file, with or without a passphrase, and restore such a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from libcollab_metrics.store import FILE_EXTENSION, BackupSummary, describe_strength
from pages.ui import session
from pages.ui.buttons import draw_button
from pages.ui.page import error_boundary
from pages.ui.progress import WorkProgress
from pages.ui.translation import _, later, plural

NO_PASSPHRASE_NOTE = later(
    "Without a passphrase, the key that turns names into codes is not in the file: everything counts when"
    " you restore it elsewhere, but sheets added there cannot recognize the people of earlier ones."
)
PASSPHRASE_HELP = later(
    "The passphrase protects the key in the file. Write it down: the key cannot be opened without it."
)


def draw_backup_and_restore() -> None:
    """Draw both parts, collapsed; an error in one does not affect the other."""
    with st.expander(_("Back up or restore")):
        with error_boundary():
            _draw_backup()
        with error_boundary():
            draw_restore()


def _draw_backup() -> None:
    st.subheader(_("Create a backup"))
    in_memory = session.store() is None
    st.text(
        _(
            "One file with your data as it was read, every answer and setting, and your sharing history."
            " Names of people are codes in it."
        )
    )
    keep_notes = in_memory and st.checkbox(
        _("Include notes and remarks (they can name people)"), key="save-notes"
    )
    passphrase = st.text_input(
        _("Passphrase (optional)"), type="password", key="save-words", help=_(PASSPHRASE_HELP)
    )
    strength = describe_strength(passphrase)
    st.caption(
        _("This passphrase is {strength}.", strength=_(strength)) if passphrase else _(NO_PASSPHRASE_NOTE)
    )
    name = f"libcollab-work-{session.today():%Y-%m-%d}-{session.token()}.{FILE_EXTENSION}"
    st.download_button(
        _("Create a backup"),
        session.prepare_backup(passphrase, keep_notes),
        name,
        disabled=strength.startswith("too short") and bool(passphrase),
        on_click=partial(_report_saved, passphrase),
        key="save-work",
    )


def _report_saved(passphrase: str) -> None:
    advice = _("Store its passphrase separately.") if passphrase else _(NO_PASSPHRASE_NOTE)
    session.add_message(f"{_('Backup created and verified.')} {advice}")


def draw_restore(explanation: str = "") -> None:
    """Draw the upload of a backup file, its contents, and the restore button."""
    st.subheader(_("Restore a backup"))
    if explanation:
        st.text(explanation)
    turn = st.session_state.get("open_turn", 0)
    file = st.file_uploader(
        _("A file made by “Create a backup” (it ends in .{file_extension})", file_extension=FILE_EXTENSION),
        key=f"open-{turn}",
    )
    if file is None:
        return
    data, passphrase = file.getvalue(), ""
    progress = WorkProgress(
        _("Checking “{name}” …", name=file.name), key=f"cancel-open-{turn}", on_cancel=_forget_file
    )
    summary = session.inspect_backup(data, file.name, "", progress)
    if summary.has_secret:
        passphrase = st.text_input(_("Passphrase of the backup"), type="password", key=f"open-words-{turn}")
        st.caption(_("Without it, sheets added later cannot recognize the people in the backup."))
        summary = session.inspect_backup(data, file.name, passphrase, progress)
    progress.clear()
    steps = plural(summary.steps, "{count} step", "{count} steps")
    left = plural(summary.releases, "{count} document", "{count} documents")
    st.text(_("In it: {steps} and {left} that left. It is whole.", steps=steps, left=left))
    sure = st.checkbox(
        _describe_replacement(),
        key=f"open-sure-{turn}",
    )
    if draw_button(_("Restore"), disabled=not sure, key=f"open-it-{turn}"):
        restoring = WorkProgress(_("Restoring “{name}” …", name=file.name))
        _report_restored(session.restore_backup(data, file.name, passphrase, restoring), summary)
        _forget_file()
        st.rerun()


def _forget_file() -> None:
    """Take the chosen file out of its uploader."""
    st.session_state["open_turn"] = st.session_state.get("open_turn", 0) + 1


def _describe_replacement() -> str:
    """Describe what happens to the current workspace, or to the unreadable file."""
    on_disk = session.store() is not None or session.store_error()
    if on_disk:
        return _("Replace the current data, which is renamed and kept.")
    return _("Replace the current data, which is lost unless you backed it up.")


def _report_restored(replaced_file: Path | None, contents: BackupSummary) -> None:
    session.add_message(_("Backup restored."))
    if replaced_file is not None:
        session.add_message(_describe_location(replaced_file))
    if contents.has_people and not contents.opens_secret:
        session.add_warning(
            _("It was restored without its key: sheets added from now on may not recognize its people.")
        )


def _describe_location(replaced_file: Path) -> str:
    """Describe where the replaced file is; users of a shared server cannot access its disk."""
    if session.is_shared():
        return _(
            "The earlier data is on this server as {file}; ask your administrator to go back to it.",
            file=replaced_file.name,
        )
    return _("The earlier data is in {file}; restore that file here to go back to it.", file=replaced_file)
