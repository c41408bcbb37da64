"""Error handling of a session: event log entries, error messages and guarded downloads."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from libcollab_metrics.crash_reports import record
from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.event_log import Fact, kind_of, note
from pages.ui.session.visitor import library, shelf

Given = ParamSpec("Given")

FAILED = (
    "Something went wrong in this program; it is not your fault, and what is kept is as it was. Try again, or go on "
    "with another page. If it comes back, tell whoever looks after libcollab this reference: {reference}."
)


def whose() -> str:
    """Return the window's library for the event log; "own" on a library's own machine."""
    return library() or "own"


def unforeseen(error: Exception) -> str:
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
    return FAILED.format(reference=record(error, whose()).reference)


def handed_out(make: Callable[[], bytes], what: str, event: str = "export", **facts: Fact) -> Callable[[], bytes]:
    """Wrap a download callable so that its result or failure is logged as an event.

    The download runs outside the session, so the library and the list for failure messages are looked up now.
    The stored workspace is verified first: nothing is released from a workspace that was damaged after it was
    opened.

    Parameters
    ----------
    make : callable
        Returns the content of the file.
    what : str
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
    owner = whose()
    place = shelf() if "head" in st.session_state else None
    failures: list[str] = st.session_state.setdefault("failed downloads", [])

    def made() -> bytes:
        begun = time.perf_counter()
        try:
            if place is not None:
                place.prove()
            data = make()
        except LibCollabError as refusal:
            failures.append(str(refusal))
            note("refusal", library=owner, what=what, kind=kind_of(refusal), seconds=time.perf_counter() - begun)
            raise
        except Exception as error:
            failures.append(FAILED.format(reference=record(error, owner).reference))
            raise
        named = {"what": what} if event == "export" else {}
        note(event, library=owner, bytes=len(data), seconds=time.perf_counter() - begun, **named, **facts)
        return data

    return made


def failed_downloads() -> list[str]:
    """Return the messages about failed downloads, and clear them.

    Returns
    -------
    list of str
        One message per failure.
    """
    failures: list[str] = st.session_state.setdefault("failed downloads", [])
    said = list(failures)
    failures.clear()
    return said


def clicked(act: Callable[Given, None]) -> Callable[Given, None]:
    """Wrap a callback so that an error is shown on the page instead of ending it.

    Streamlit runs callbacks before the page, outside the page's error boundary.

    Parameters
    ----------
    act : callable
        Callback of a widget.

    Returns
    -------
    callable
        Callback that never raises.
    """

    @wraps(act)
    def guarded(*args: Given.args, **kwargs: Given.kwargs) -> None:
        try:
            act(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - the border of a click
            st.session_state.setdefault("failed downloads", []).append(unforeseen(error))

    return guarded
