"""Application shell: checks sign-in on a shared server, then runs the chosen page.

`app.py` calls it before any page; a page that Streamlit runs directly restarts here
(`page.require_app_shell`).
"""

from __future__ import annotations

import os
from functools import cache

import pyarrow as pa
import streamlit as st

from libcollab_metrics.crash_reports import install_log_redaction
from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.event_log import log_event, open_event_log
from pages.ui import session
from pages.ui.hosting import find_failures, find_library, is_hosted, read_libraries, running_server
from pages.ui.look import apply_look, headline, limit_history
from pages.ui.markdown import escape_markdown
from pages.ui.navigation import PAGE_ICON, select_page
from pages.ui.page import error_boundary, freeze_garbage_collector, run_page
from pages.ui.streamlit_internals import (
    disable_external_ip_lookup,
    quotes_user_input,
    send_files_in_large_parts,
)
from pages.ui.translation import _, draw_screen_language, later, open_language

NOT_READY = later(
    "This site is not ready. No library’s data is shown until your administrator has fixed the points below."
)
SIGN_IN = later("Your library’s results, for its staff. Please sign in.")
NOT_LISTED = later(
    "You are signed in, but this address does not belong to a library here. Ask your administrator to add it,"
    " or sign out and use another one."
)


def open_dashboard() -> None:
    """Run the chosen page if the visitor has access, otherwise show why not."""
    install_log_redaction(quotes_user_input)
    use_system_allocator()
    disable_external_ip_lookup()
    send_files_in_large_parts()
    with error_boundary():
        start_event_log()
        open_language()
        has_access = not is_hosted(os.environ) or _has_access()
        page = select_page(listed=has_access)
        if has_access:
            limit_history()
            draw_screen_language()
            if _can_open_folder():
                run_page(page)
            session.clear_presses()
            freeze_garbage_collector()


def _can_open_folder() -> bool:
    """Return whether the folder that the environment names can be opened, or none is; if not, draw why."""
    if not session.is_read_only():
        return True
    try:
        with st.spinner(_("Opening your data …")):
            session.opened_dataset()
    except LibCollabError as refusal:
        _draw_title_page(_("The folder cannot be opened"))
        st.error(escape_markdown(_(refusal.message)))
        st.caption(
            _(
                "The environment variable {variable} names the folder. Correct it, and start the dashboard"
                " again.",
                variable=session.FOLDER,
            )
        )
        return False
    return True


@cache
def use_system_allocator() -> None:
    """Allocate Arrow tables from the process heap, to which all threads return memory.

    Arrow's own allocator has a heap per thread, and each click runs in a thread that ends.
    """
    pa.set_memory_pool(pa.system_memory_pool())


@cache
def start_event_log() -> None:
    """Open the event log once per process: all events on a shared server, otherwise errors only."""
    open_event_log(os.environ, "info" if is_hosted(os.environ) else "error")


def _has_access() -> bool:
    """Return whether the visitor has access to the pages; if not, draw the reason."""
    try:
        faults = find_failures(running_server())
        library = "" if faults else find_library(dict(st.user), read_libraries(os.environ))
    except LibCollabError as refusal:
        faults, library = (str(refusal),), ""
    if faults:
        _draw_not_ready(faults)
    elif not st.user.get("is_logged_in"):
        _draw_sign_in()
    elif not library:
        _draw_not_listed()
    else:
        session.assign_visitor(str(st.user.get("email")), library)
    return bool(library)


def _draw_title_page(title: str) -> None:
    st.set_page_config(page_title=f"{title} · libcollab", page_icon=PAGE_ICON, layout="centered")
    apply_look()
    headline(title)


def _draw_not_ready(faults: tuple[str, ...]) -> None:
    _log_not_started(len(faults))
    _draw_title_page(_("Not ready"))
    st.error(_(NOT_READY))
    for fault in faults:
        st.markdown(f"- {escape_markdown(fault)}")


@cache
def _log_not_started(count: int) -> None:
    log_event("not-started", kind="self-check", missing=count)


def _draw_sign_in() -> None:
    session.clear_visitor()
    _draw_title_page("libcollab")
    st.markdown(_(SIGN_IN))
    if st.button(_("Sign in"), type="primary"):
        st.login()


def _draw_not_listed() -> None:
    session.clear_visitor()
    if not st.session_state.get("refused"):
        st.session_state["refused"] = True
        log_event("sign-in-refused", kind="not-listed")
    _draw_title_page(_("No library"))
    st.warning(_(NOT_LISTED))
    if st.button(_("Sign out")):
        st.logout()
