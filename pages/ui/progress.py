"""Progress of work that takes longer than a moment: a bar with words, and a button to cancel."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context
from typing import Any, TypeVar

import streamlit as st

from libcollab_metrics.cancellation import cancellable
from pages.ui.translation import _, plural

Result = TypeVar("Result")
#: Seconds before the bar is drawn, so that it does not flash up, and between two updates.
SHOWN_AFTER, REDRAWN_AFTER = 1.0, 0.25


def _describe_file_queue(ahead: int) -> str:
    return plural(ahead, "One file is read before yours …", "{count} files are read before yours …")


class WorkProgress:
    """Place on the page for the progress of work.

    A click on its button, or anywhere else, ends the run and with it the work, at the next update.

    Parameters
    ----------
    words : str
        What is done, as in "Opening “March.xlsx” …", until the first sheet is read.
    name : str, default ""
        Name of the file; without it, the sheets are not counted.
    key : str, default ""
        Key of the button.
    on_cancel : callable, optional
        Called at the start of the next run if the button was pressed; without it, there is no button.
    describe_queue : callable, optional
        Returns the words for a number of pieces of work before this one.
    """

    def __init__(
        self,
        words: str,
        name: str = "",
        *,
        key: str = "",
        on_cancel: Callable[[], None] | None = None,
        describe_queue: Callable[[int], str] = _describe_file_queue,
    ) -> None:
        self._words, self._name, self._key, self._on_cancel = words, name, key, on_cancel
        self._describe_queue = describe_queue
        self._place = st.empty()
        self._bar: Any = None
        self._drawn = time.monotonic() - REDRAWN_AFTER
        self._shown_from = time.monotonic() + SHOWN_AFTER
        self._ahead = 0

    def queued(self, ahead: int) -> None:
        """Show the number of pieces of work before this one at once; 0 once its turn has come."""
        self._ahead = ahead
        if ahead:
            self._draw(0.0, self._describe_queue(ahead))

    def stepped(self, done: int, count: int) -> None:
        """Show the finished steps, now and then; called on the thread of the page."""
        now = time.monotonic()
        if now < self._drawn + REDRAWN_AFTER or (self._bar is None and now < self._shown_from):
            return
        self._drawn = now
        if self._ahead:
            self._draw(0.0, self._describe_queue(self._ahead))
        elif done and self._name:
            words = _(
                "Reading “{name}”: sheet {number} of {count} …", name=self._name, number=done, count=count - 1
            )
            self._draw(done / count, words)
        else:
            self._draw(0.0, self._words)

    def clear(self) -> None:
        """Remove the bar."""
        self._place.empty()
        self._bar = None

    def _draw(self, share: float, words: str) -> None:
        share = min(1.0, max(0.0, share))
        if self._bar is None:
            key = f"work-progress-{self._key}"
            with self._place.container(horizontal=True, vertical_alignment="center", key=key):
                self._bar = st.container().empty()
                if self._on_cancel is not None:
                    st.button(_("Cancel"), key=self._key, on_click=self._on_cancel, icon=":material/cancel:")
        self._bar.progress(share, words)


class WatchedWork:
    """What work in a thread of its own and the page that waits for it know of each other.

    Attributes
    ----------
    ahead : int
        Number of pieces of work before this one.
    is_abandoned : bool
        Whether the page waits no longer.
    """

    def __init__(self) -> None:
        self.ahead, self.is_abandoned = 0, False

    def queued(self, ahead: int) -> None:
        """Note the number of pieces of work before this one."""
        self.ahead = ahead

    def check(self) -> None:
        """Raise an error if the page waits no longer; called wherever the work can end early."""
        if self.is_abandoned:
            raise WorkAbandonedError


def _do_cancellably(work: Callable[[WatchedWork], Result], watched: WatchedWork) -> Result:
    with cancellable(watched.check):
        return work(watched)


class WorkAbandonedError(Exception):
    """The page no longer waits for the work."""


def run_watched(work: Callable[[WatchedWork], Result], progress: WorkProgress) -> Result:
    """Do work in a thread of its own while its progress is shown, so that a click can end it.

    The click ends the wait at once, and the work before its next metric, check of protection or chart.

    Parameters
    ----------
    work : callable
        Does the work; it must not use the session or draw.
    progress : WorkProgress
        Where its progress is shown.

    Returns
    -------
    object
        What the work returns; an error that it raises is raised here.
    """
    watched, shown = WatchedWork(), 0
    threads = ThreadPoolExecutor(1, "watched-work")
    result = threads.submit(copy_context().run, _do_cancellably, work, watched)
    threads.shutdown(wait=False)
    try:
        while not wait([result], REDRAWN_AFTER).done:
            if watched.ahead != shown:
                shown = watched.ahead
                progress.queued(shown)
            progress.stepped(0, 0)
    finally:
        watched.is_abandoned = True
    progress.clear()
    return result.result()
