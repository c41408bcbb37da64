"""What goes into the logbook from this window, and what the visitor is told when the program itself fails."""

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
    """The library this window belongs to, as the logbook calls it."""
    return library() or "own"


def unforeseen(error: Exception) -> str:
    """Write an error nobody foresaw into the logbook, and return what to say of it."""
    return FAILED.format(reference=record(error, whose()).reference)


def handed_out(make: Callable[[], bytes], what: str, event: str = "export", **facts: Fact) -> Callable[[], bytes]:
    """Return `make` as a download that is written down as an `event` when it is asked for, whether it is made or not.

    It runs outside the session, so whose it is and where to tell of a failure is settled now. What is kept on the
    disk is proved first: nothing leaves that was made of a workspace damaged since it was opened.
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
    """What is to be said of downloads that could not be made; it is forgotten now."""
    failures: list[str] = st.session_state.setdefault("failed downloads", [])
    said = list(failures)
    failures.clear()
    return said


def clicked(act: Callable[Given, None]) -> Callable[Given, None]:
    """Return what a click does so that its failure is told on the page instead of ending it.

    Streamlit runs a click before the page, and so before the page's border.
    """

    @wraps(act)
    def guarded(*args: Given.args, **kwargs: Given.kwargs) -> None:
        try:
            act(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - the border of a click
            st.session_state.setdefault("failed downloads", []).append(unforeseen(error))

    return guarded
