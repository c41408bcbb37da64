"""Wrappers of undocumented Streamlit internals that the dashboard uses.

Any of them may change without notice in a new version of Streamlit; `tests/test_streamlit_internals.py` then
reports what changed. No other module of the dashboard imports Streamlit internals
(`tests/test_architecture.py`).
"""

from __future__ import annotations

import logging
import threading
from typing import Any

from starlette.responses import FileResponse
from streamlit import net_util, runtime
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

#: Path prefix of Streamlit's own endpoints, and those that an open page needs.
CORE_PATH = "_stcore"
NEEDED_ENDPOINTS = frozenset({"health", "host-config", "stream", "upload_file"})
#: Endpoint that exposes the number of sessions and their memory use.
METRICS_ENDPOINT = "metrics"

#: Logger that warns of every Streamlit call from a thread without a page.
_NO_PAGE_LOGGER = "streamlit.runtime.scriptrunner_utils.script_run_context"
#: Loggers that quote user input, except those with the second prefix, which log addresses and sizes.
_WIDGET_LOGGERS, _SERVER_LOGGERS = "streamlit.", "streamlit.web."


def disable_external_ip_lookup() -> None:
    """Prevent Streamlit from asking a public service for this machine's address.

    It does so whenever a WebSocket comes from another site, which any web page can cause, and delays every
    visitor by up to two seconds; no setting disables it. An unknown address is not an allowed origin, as
    intended.
    """
    net_util.get_external_ip = _no_external_ip


def _no_external_ip() -> None:
    return None


def send_files_in_large_parts() -> None:
    """Let the server read the browser program in parts of 1 MB.

    By default it reads 64 KB at a time, each in another thread, which takes most of the processor time of a
    first visit: the program that draws charts has 4.7 MB.
    """
    FileResponse.chunk_size = 1 << 20


def silence_warnings_without_page() -> None:
    """Disable the warning that Streamlit logs for each file created in a thread without a page."""
    logging.getLogger(_NO_PAGE_LOGGER).setLevel(logging.ERROR)


def session_id() -> str:
    """Return the id of the session of this run; "" outside a run."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context is not None else ""


def came_by_history() -> bool:
    """Return whether Back or Forward of the browser caused this run."""
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and context.is_history_navigation


def is_open_elsewhere(session: str) -> bool:
    """Return whether another session than this one is open in a window; a reloaded page's is not."""
    return session != session_id() and runtime.exists() and runtime.get_instance().is_active_session(session)


def defer_interruptions() -> None:
    """Let the current run finish before it reacts to the visitor's next click; no-op outside a run.

    Streamlit stops a run at any access to the session state when the visitor clicks again, also in the middle
    of the work that the first click asked for. The run may still restart itself by `st.rerun` or
    `st.switch_page`.
    """
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or context.script_requests is None:
        return
    requests: Any = context.script_requests
    own_thread = threading.get_ident()

    def request_rerun(data: Any) -> Any:
        if threading.get_ident() == own_thread:
            allow_interruptions()
        return type(requests).request_rerun(requests, data)

    requests.on_scriptrunner_yield = lambda: None
    requests.request_rerun = request_rerun


def allow_interruptions() -> None:
    """Undo `defer_interruptions`; every page starts with this."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None and context.script_requests is not None:
        for name in ("on_scriptrunner_yield", "request_rerun"):
            vars(context.script_requests).pop(name, None)


def store_download(data: bytes, media_id: str, name: str) -> None:
    """Store a file in Streamlit's memory until it is replaced; no-op without a running server.

    Parameters
    ----------
    data : bytes
        Content of the file.
    media_id : str
        Media id; the file stored under it before is dropped.
    name : str
        File name. Streamlit derives a file's URL from its name and content, so the URL equals that of the
        same file behind a download button.
    """
    if runtime.exists():
        files = runtime.get_instance().media_file_mgr
        files.add(data, "application/octet-stream", media_id, name, is_for_static_download=True)


def quotes_user_input(logger: str) -> bool:
    """Return whether the messages of a logger can quote user input."""
    return logger.startswith(_WIDGET_LOGGERS) and not logger.startswith(_SERVER_LOGGERS)
