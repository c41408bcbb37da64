"""A queue of threads: a few are served at the same time, the others wait in order and learn their place."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

OnPosition = Callable[[int], object]


class FairSemaphore:
    """First come, first served, `at_once` at a time; a thread that has its turn does not wait again.

    Parameters
    ----------
    at_once : how many threads are served at the same time, 1 or more.
    """

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._served = 0
        self._waiting: list[object] = []
        self._moved = threading.Condition()
        self._here = threading.local()

    @contextmanager
    def turn(self, told: OnPosition = lambda ahead: None) -> Iterator[None]:
        """Wait for the turn, and hold it for the time of a `with` block.

        Parameters
        ----------
        told : called on the waiting thread with how many are served or wait before this one; again whenever that
            changes, and 0 when the turn has come.
        """
        if getattr(self._here, "has_turn", False):
            yield
            return
        self._wait(told)
        self._here.has_turn = True
        try:
            told(0)
            yield
        finally:
            self._here.has_turn = False
            with self._moved:
                self._served -= 1
                self._moved.notify_all()

    def _wait(self, told: OnPosition) -> None:
        place = object()
        with self._moved:
            self._waiting.append(place)
        try:
            while ahead := self._ahead(place):
                told(ahead)  # outside the lock: it may draw on a page, or end the run of a visitor who left
                with self._moved:
                    self._moved.wait_for(lambda seen=ahead: self._before(place) != seen)  # type: ignore[misc]
        except BaseException:
            with self._moved:
                self._waiting.remove(place)
                self._moved.notify_all()
            raise

    def _ahead(self, place: object) -> int:
        """How many are before this one, 0 once it is served: then it has left the line."""
        with self._moved:
            ahead = self._before(place)
            if ahead == 0:
                self._waiting.remove(place)
                self._served += 1
                self._moved.notify_all()
            return ahead

    def _before(self, place: object) -> int:
        standing = self._waiting.index(place)
        free = self._at_once - self._served
        return 0 if standing < free else self._served + standing
