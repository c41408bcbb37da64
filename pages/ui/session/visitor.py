"""Owner of a window: a user of a library on a shared server, else the user of the machine."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from libcollab_metrics.ingest import Limits, load_limits
from libcollab_metrics.store import Store, workspace_home
from pages.ui.hosting import create_library_folder, is_hosted
from pages.ui.session.opened_folder import is_read_only
from pages.ui.session.recent_uploads import recent_uploads


def assign_visitor(address: str, library: str) -> None:
    """Assign this window to a user; state of a previous user is cleared.

    Parameters
    ----------
    address : str
        E-mail address of the user.
    library : str
        Library the user belongs to.
    """
    if st.session_state.get("visitor") != (address, library):
        st.session_state.clear()
        st.session_state["visitor"] = (address, library)


def clear_visitor() -> None:
    """Sign out of this window and clear its state."""
    if "visitor" in st.session_state:
        recent_uploads().remove_all(upload_owner())
        st.session_state.clear()


def library() -> str:
    """Return the library this window belongs to.

    Returns
    -------
    str
        Name in the server's list, "" on a library's own machine.
    """
    return st.session_state.get("visitor", ("", ""))[1]


def upload_owner() -> str:
    """Return who may find a pending upload again after reloading the page.

    Returns
    -------
    str
        The signed-in user on a shared server; the only user of a library's own machine. "" if there is none.
    """
    address, name = st.session_state.get("visitor", ("", ""))
    if is_shared():
        return f"{name}/{address}" if address else ""
    return "this machine"


def is_shared() -> bool:
    """Return whether several libraries share this server.

    Returns
    -------
    bool
        True on a shared server.
    """
    return is_hosted(os.environ)


def limits() -> Limits:
    """Return the limits on files, for a shared server or a library's own machine.

    Raises
    ------
    LibCollabError
        If a setting in the environment is not a whole number within its bounds.
    """
    return load_limits(os.environ, hosted=is_shared())


def library_folder() -> Path:
    """Return the data folder of this window's library, separate from all other libraries.

    Raises
    ------
    LibCollabError
        If the server is shared and the window has no library, or the folder cannot be created.
    """
    return create_library_folder(library(), os.environ) if is_shared() else workspace_home(os.environ)


def library_store() -> Store:
    """Return the store of this window's library; on a shared server its messages omit paths.

    While a folder is opened read-only, it is another one, for what was released from such folders.

    Raises
    ------
    LibCollabError
        As for `library_folder`.
    """
    folder = library_folder()
    return Store(folder / "opened-folder" if is_read_only() else folder, shows_paths=not is_shared())
