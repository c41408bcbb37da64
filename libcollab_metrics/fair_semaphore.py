"""First-come, first-served semaphore that reports each waiting thread's queue position."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

OnPosition = Callable[[int], object]


class FairSemaphore:
    """Reentrant semaphore that serves threads in order of arrival.

    Parameters
    ----------
    at_once : int
        Number of threads served at the same time, 1 or more.
    """

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._served = 0
        self._waiting: list[object] = []
        self._moved = threading.Condition()
        self._here = threading.local()

    @contextmanager
    def turn(self, told: OnPosition = lambda ahead: None) -> Iterator[None]:
        """Wait in the queue, and hold a slot for the duration of the `with` block.

        A thread that already holds a slot does not wait again.

        Parameters
        ----------
        told : callable
            Called on the waiting thread with the number of threads served or queued before it; again whenever
            that number changes, and with 0 once the slot is held.
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
                told(ahead)  # called without the lock: it may draw on a page, or abort the run of a visitor who left
                with self._moved:
                    self._moved.wait_for(lambda seen=ahead: self._before(place) != seen)  # type: ignore[misc]
        except BaseException:
            with self._moved:
                self._waiting.remove(place)
                self._moved.notify_all()
            raise

    def _ahead(self, place: object) -> int:
        """Return the number of threads before this one; at 0, dequeue it and take a slot."""
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
