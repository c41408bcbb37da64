"""Error handling of a session: event log entries, error messages and guarded downloads."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from libcollab_metrics.crash_reports import record_crash
from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.event_log import EventField, error_code, log_event
from pages.ui.session.visitor import library, library_store
from pages.ui.translation import _, later, screen_language

CallbackParams = ParamSpec("CallbackParams")

FAILED = later(
    "Something went wrong. Your data is safe. Try again, or open another page. If it happens again, give your"
    " administrator this reference: {reference}."
)


def library_code() -> str:
    """Return the window's library for the event log; "own" on a library's own machine."""
    return library() or "own"


def report_unexpected_error(error: Exception) -> str:
    """Record an unexpected error in the event log, and return the message to show.

    Parameters
    ----------
    error : Exception
        Error to record; its text is discarded.

    Returns
    -------
    str
        Message with the error's reference.
    """
    return _(FAILED).format(reference=record_crash(error, library_code()).reference)


def guard_download(
    make: Callable[[], bytes], file_kind: str, event: str = "export", **facts: EventField
) -> Callable[[], bytes]:
    """Wrap a download callable so that its result or failure is logged as an event.

    The download runs outside the session, so the library, the list for failure messages and their
    language are looked up now.
    The stored workspace is verified first: nothing is released from a workspace that was damaged after it was
    opened.

    Parameters
    ----------
    make : callable
        Returns the content of the file.
    file_kind : str
        Kind of file, as a code.
    event : str, default "export"
        Event to log.
    **facts : Fact
        Further fields of the event.

    Returns
    -------
    callable
        Wrapper of `make` that raises the same errors.
    """
    owner, failed, spoken = library_code(), _(FAILED), screen_language()
    disk_store = library_store() if "head" in st.session_state else None
    failures: list[str] = st.session_state.setdefault("failed downloads", [])

    def made() -> bytes:
        begun = time.perf_counter()
        try:
            if disk_store is not None:
                disk_store.verify()
            data = make()
        except LibCollabError as refusal:
            failures.append(spoken.translate(refusal.message, "screen"))
            log_event(
                "refusal",
                library=owner,
                what=file_kind,
                kind=error_code(refusal),
                seconds=time.perf_counter() - begun,
            )
            raise
        except Exception as error:
            failures.append(failed.format(reference=record_crash(error, owner).reference))
            raise
        named = {"what": file_kind} if event == "export" else {}
        log_event(
            event, library=owner, bytes=len(data), seconds=time.perf_counter() - begun, **named, **facts
        )
        return data

    return made


def pop_download_errors() -> list[str]:
    """Return the messages about failed downloads, and clear them.

    Returns
    -------
    list of str
        One message per failure.
    """
    failures: list[str] = st.session_state.setdefault("failed downloads", [])
    messages = list(failures)
    failures.clear()
    return messages


def guard_callback(callback: Callable[CallbackParams, None]) -> Callable[CallbackParams, None]:
    """Wrap a callback so that an error is shown on the page instead of ending it.

    Streamlit runs callbacks before the page, outside the page's error boundary.

    Parameters
    ----------
    callback : callable
        Callback of a widget.

    Returns
    -------
    callable
        Callback that never raises.
    """

    @wraps(callback)
    def guarded(*args: CallbackParams.args, **kwargs: CallbackParams.kwargs) -> None:
        try:
            callback(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - the border of a click
            st.session_state.setdefault("failed downloads", []).append(report_unexpected_error(error))

    return guarded
