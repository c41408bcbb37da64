"""Save the workspace as one backup file, and restore such a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from libcollab_metrics.store import ENDING, Contents, strength
from pages.ui import session
from pages.ui.buttons import button
from pages.ui.page import border, queue_place

WITHOUT = (
    "Without a passphrase, the secret that turns names into codes is not in the file: everything counts when it is "
    "opened elsewhere, but sheets read there cannot recognise the people of earlier ones."
)
PASSPHRASE_HELP = (
    "The words you type here lock the secret inside the file. Write them down: nobody can open it without them."
)


def save_and_open() -> None:
    """Draw both parts, collapsed; an error in one does not affect the other."""
    with st.expander("Save my work in one file, or open such a file"):
        with border():
            _save()
        with border():
            open_saved_work()


def _save() -> None:
    st.subheader("Save my work")
    in_memory = session.store() is None
    st.text(
        "One file with your sheets as they were read, every answer and setting, and the list of documents that left. "
        "People are codes in it."
    )
    keep_notes = in_memory and st.checkbox("Notes and remarks too; they can name people", key="save-notes")
    passphrase = st.text_input(
        "Passphrase (may be left empty)", type="password", key="save-words", help=PASSPHRASE_HELP
    )
    said = strength(passphrase)
    st.caption(f"This passphrase is {said}." if passphrase else WITHOUT)
    name = f"libcollab-work-{session.today():%Y-%m-%d}-{session.token()}.{ENDING}"
    st.download_button(
        "Save my work",
        session.work_to_save(passphrase, keep_notes),
        name,
        disabled=said.startswith("too short") and bool(passphrase),
        on_click=partial(_saved, passphrase),
        key="save-work",
    )


def _saved(passphrase: str) -> None:
    kept = "Keep its passphrase apart from it." if passphrase else f"Remember: {WITHOUT[:1].lower()}{WITHOUT[1:]}"
    session.tell(f"The file with your work was read back and proved before you got it. {kept}")


def open_saved_work(what_for: str = "") -> None:
    """Draw the upload of a backup file, its contents, and the restore button."""
    st.subheader("Open saved work")
    if what_for:
        st.text(what_for)
    turn = st.session_state.get("open_turn", 0)
    file = st.file_uploader(f"A file made by “Save my work” (it ends in .{ENDING})", key=f"open-{turn}")
    if file is None:
        return
    data, passphrase, place = file.getvalue(), "", queue_place()
    found = session.look_into(data, file.name, "", place)
    if found.has_secret:
        passphrase = st.text_input("Its passphrase", type="password", key=f"open-words-{turn}")
        st.caption("Left empty, it opens without the secret: sheets read later cannot recognise the people in it.")
        found = session.look_into(data, file.name, passphrase, place)
    steps, left = _counted(found.steps, "step"), _counted(found.releases, "document")
    st.text(f"In it: {steps} and {left} that left. It is whole.")
    sure = st.checkbox(f"Yes, use it in the place of what is here now, which {_aside()}.", key=f"open-sure-{turn}")
    if button("Open it", disabled=not sure, key=f"open-it-{turn}"):
        _opened(session.open_saved(data, file.name, passphrase, place), found)
        st.session_state["open_turn"] = turn + 1
        st.rerun()


def _aside() -> str:
    """Describe what happens to the current workspace, or to the unreadable file."""
    on_disk = session.store() is not None or session.trouble()
    return "is kept aside under another name" if on_disk else "is gone unless you saved it"


def _opened(aside: Path | None, found: Contents) -> None:
    session.tell("Your saved work is open.")
    if aside is not None:
        session.tell(f"What was in use before is kept {_where(aside)} to go back to it.")
    if found.has_people and not found.opens_secret:
        session.point_out("The secret was not opened with it: sheets read from now on may not recognise its people.")


def _where(aside: Path) -> str:
    """Describe where the replaced file is; users of a shared server cannot access its disk."""
    if session.is_shared():
        return f"on this server as {aside.name}; ask whoever looks after it"
    return f"in {aside}; open that file here"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
