"""Application shell: checks sign-in on a shared server, then runs the chosen page.

`app.py` calls it before any page; a page that Streamlit runs directly restarts here
(`page.only_through_the_entrance`).
"""

from __future__ import annotations

import os
from functools import cache

import pyarrow as pa
import streamlit as st

from libcollab_metrics.crash_reports import keep_values_out_of_logs
from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.event_log import note, open_logbook
from pages.ui import session
from pages.ui.hosting import is_hosted, library_of, missing, read_libraries, running_server
from pages.ui.page import border, chosen_page, escaped, run_page, spare_the_collector
from pages.ui.streamlit_internals import never_look_up_external_ip, quotes_typed_text

NOT_READY = (
    "This site is not ready. Nothing of any library is shown until whoever looks after it has mended the points below."
)
SIGN_IN = "Figures of your library, for those who work there. Please sign in."
NOT_LISTED = (
    "You are signed in, but this address belongs to no library here. Ask whoever looks after this site to put it on "
    "the list, or sign out and use another one."
)


def open_dashboard() -> None:
    """Run the chosen page if the visitor has access, otherwise show why not."""
    keep_values_out_of_logs(quotes_typed_text)
    hold_tables_in_one_heap()
    never_look_up_external_ip()
    page = chosen_page()
    with border():
        start_logbook()
        if not is_hosted(os.environ) or _let_in():
            run_page(page)
            session.forget_presses()
            spare_the_collector()


@cache
def hold_tables_in_one_heap() -> None:
    """Allocate Arrow tables from the process heap, to which all threads return memory.

    Arrow's own allocator has a heap per thread, and each click runs in a thread that ends.
    """
    pa.set_memory_pool(pa.system_memory_pool())


@cache
def start_logbook() -> None:
    """Open the event log once per process: all events on a shared server, otherwise errors only."""
    open_logbook(os.environ, "info" if is_hosted(os.environ) else "error")


def _let_in() -> bool:
    """Return whether the visitor has access to the pages; if not, draw the reason."""
    try:
        faults = missing(running_server())
        library = "" if faults else library_of(dict(st.user), read_libraries(os.environ))
    except LibCollabError as refusal:
        faults, library = (str(refusal),), ""
    if faults:
        _not_ready(faults)
    elif not st.user.get("is_logged_in"):
        _sign_in()
    elif not library:
        _not_listed()
    else:
        session.enter(str(st.user.get("email")), library)
    return bool(library)


def _door(title: str) -> None:
    st.set_page_config(page_title=f"{title} · libcollab", page_icon="📚", layout="centered")
    st.title(title, anchor=False)


def _not_ready(faults: tuple[str, ...]) -> None:
    _said_once(len(faults))
    _door("Not ready")
    st.error(NOT_READY)
    for fault in faults:
        st.markdown(f"- {escaped(fault)}")


@cache
def _said_once(count: int) -> None:
    note("not-started", kind="self-check", missing=count)


def _sign_in() -> None:
    session.leave()
    _door("libcollab")
    st.markdown(SIGN_IN)
    if st.button("Sign in", type="primary"):
        st.login()


def _not_listed() -> None:
    session.leave()
    if not st.session_state.get("refused"):
        st.session_state["refused"] = True
        note("sign-in-refused", kind="not-listed")
    _door("No library")
    st.warning(NOT_LISTED)
    if st.button("Sign out"):
        st.logout()
