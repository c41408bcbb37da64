"""Who this window belongs to: on a shared server a library and one of its people, else whoever sits at the machine."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from libcollab_metrics.ingest import Limits, limits_in
from libcollab_metrics.store import Store, home
from pages.ui.hosting import folder_of, is_hosted


def enter(address: str, library: str) -> None:
    """Give this window to somebody of a library; whatever it held of anybody else is gone."""
    if st.session_state.get("visitor") != (address, library):
        st.session_state.clear()
        st.session_state["visitor"] = (address, library)


def leave() -> None:
    """Take this window from whoever it belonged to, with everything it holds."""
    if "visitor" in st.session_state:
        st.session_state.clear()


def library() -> str:
    """The library this window belongs to, as the list on the server calls it; empty on a library's own machine."""
    return st.session_state.get("visitor", ("", ""))[1]


def is_shared() -> bool:
    """Whether several libraries share this server."""
    return is_hosted(os.environ)


def limits() -> Limits:
    """How large a file may be: as on a shared server, or as on one's own machine, and as its environment says.

    Raises
    ------
    LibCollabError : a setting of the environment is no whole number within its bounds.
    """
    return limits_in(os.environ, hosted=is_shared())


def folder() -> Path:
    """The folder the work of this window's library is kept in; on a shared server no other window's.

    Raises
    ------
    LibCollabError : the server is shared and the window belongs to nobody, or the folder cannot be made.
    """
    return folder_of(library(), os.environ) if is_shared() else home(os.environ)


def shelf() -> Store:
    """The store of this window's library; on a shared server it names no place of the server.

    Raises
    ------
    LibCollabError : as `folder`.
    """
    return Store(folder(), tells_places=not is_shared())
