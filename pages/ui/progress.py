"""Progress of work on a file that takes longer than a moment: a bar with words, and a button to cancel."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.ui.translation import _, plural

#: Seconds before the bar is drawn, so that it does not flash up, and between two updates.
SHOWN_AFTER, REDRAWN_AFTER = 1.0, 0.25


class WorkProgress:
    """Place on the page for the progress of work on a file.

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
    """

    def __init__(
        self, words: str, name: str = "", *, key: str = "", on_cancel: Callable[[], None] | None = None
    ) -> None:
        self._words, self._name, self._key, self._on_cancel = words, name, key, on_cancel
        self._place = st.empty()
        self._bar: Any = None
        self._drawn = time.monotonic() - REDRAWN_AFTER
        self._shown_from = time.monotonic() + SHOWN_AFTER
        self._ahead = 0

    def queued(self, ahead: int) -> None:
        """Show the number of files before this one at once; 0 once its turn has come."""
        self._ahead = ahead
        if ahead:
            self._draw(0.0, self._queue_words())

    def stepped(self, done: int, count: int) -> None:
        """Show the finished steps, now and then; called on the thread of the page."""
        now = time.monotonic()
        if now < self._drawn + REDRAWN_AFTER or (self._bar is None and now < self._shown_from):
            return
        self._drawn = now
        if self._ahead:
            self._draw(0.0, self._queue_words())
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

    def _queue_words(self) -> str:
        return plural(self._ahead, "One file is read before yours …", "{count} files are read before yours …")

    def _draw(self, share: float, words: str) -> None:
        share = min(1.0, max(0.0, share))
        if self._bar is None:
            with self._place.container(horizontal=True, vertical_alignment="center", key="work-progress"):
                self._bar = st.container().empty()
                if self._on_cancel is not None:
                    st.button(_("Cancel"), key=self._key, on_click=self._on_cancel, icon=":material/cancel:")
        self._bar.progress(share, words)
