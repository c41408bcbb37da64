"""Everything the dashboard uses of Streamlit that Streamlit does not document, each part behind a plain name.

A new version of Streamlit may change any of it without notice. `tests/test_streamlit_internals.py` then says what
changed, and no other module of the dashboard imports from inside Streamlit (`tests/test_architecture.py`).
"""

from __future__ import annotations

import logging

from streamlit import net_util, runtime

#: Where Streamlit answers for itself, and which of the addresses below it an open page needs.
CORE = "_stcore"
NEEDED_ADDRESSES = frozenset({"health", "host-config", "stream", "upload_file"})
#: What tells how many sessions there are and how much memory they take.
METRICS = "metrics"

#: Warns of every call to Streamlit from a thread that runs no page.
_NO_PAGE_LOGGER = "streamlit.runtime.scriptrunner_utils.script_run_context"
#: Loggers that quote what visitors typed, except those below the second name, which speak of addresses and sizes.
_WIDGET_LOGGERS, _SERVER_LOGGERS = "streamlit.", "streamlit.web."


def never_look_up_external_ip() -> None:
    """Keep Streamlit from asking a public service for this machine's address.

    It does so, and holds up every visitor for up to two seconds, whenever a socket comes from another site, which any
    web page can cause; no setting turns it off. An unknown address is no allowed origin, as it should be.
    """
    net_util.get_external_ip = _no_external_ip


def _no_external_ip() -> None:
    return None


def silence_warnings_without_page() -> None:
    """Drop the warning that Streamlit logs for each file made on a thread that runs no page."""
    logging.getLogger(_NO_PAGE_LOGGER).setLevel(logging.ERROR)


def keep_download(data: bytes, place: str, name: str) -> None:
    """Keep a file in Streamlit's memory until another one takes its place; do nothing where no server runs.

    Parameters
    ----------
    data : the bytes of the file.
    place : an identifier; the file that was kept under it before is dropped.
    name : the file name. Streamlit serves a file under an address made of its name and bytes, so this file keeps the
        address of the same file behind a download button.
    """
    if runtime.exists():
        files = runtime.get_instance().media_file_mgr
        files.add(data, "application/octet-stream", place, name, is_for_static_download=True)


def quotes_typed_text(logger: str) -> bool:
    """Return whether the messages of a logger can quote what a visitor typed."""
    return logger.startswith(_WIDGET_LOGGERS) and not logger.startswith(_SERVER_LOGGERS)
