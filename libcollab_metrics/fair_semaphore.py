"""First-come, first-served semaphore that reports each waiting thread's queue position."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

OnPosition = Callable[[int], object]
#: Seconds between two calls of what a waiting thread wants to be called meanwhile.
WAIT_SECONDS = 0.2


class FairSemaphore:
    """Reentrant semaphore that serves threads in order of arrival.

    Parameters
    ----------
    at_once : int
        Number of threads served at the same time, 1 or more.
    """

    def __init__(self, at_once: int) -> None:
        self._limit = at_once
        self._served = 0
        self._queue: list[object] = []
        self._changed = threading.Condition()
        self._thread_state = threading.local()

    @contextmanager
    def hold_slot(
        self, on_position: OnPosition = lambda ahead: None, on_wait: Callable[[], object] = lambda: None
    ) -> Iterator[None]:
        """Wait in the queue, and hold a slot for the duration of the `with` block.

        A thread that already holds a slot does not wait again.

        Parameters
        ----------
        on_position : callable
            Called on the waiting thread with the number of threads served or queued before it; again whenever
            that number changes, and with 0 once the slot is held.
        on_wait : callable
            Called on the waiting thread several times a second; an error that it raises leaves the queue.
        """
        if getattr(self._thread_state, "has_turn", False):
            yield
            return
        self._wait_for_slot(on_position, on_wait)
        self._thread_state.has_turn = True
        try:
            on_position(0)
            yield
        finally:
            self._thread_state.has_turn = False
            with self._changed:
                self._served -= 1
                self._changed.notify_all()

    def _wait_for_slot(self, on_position: OnPosition, on_wait: Callable[[], object]) -> None:
        ticket = object()
        with self._changed:
            self._queue.append(ticket)
        try:
            while ahead := self._take_slot_or_count(ticket):
                # called without the lock: they may draw on a page, or abort the run of a visitor who left
                on_position(ahead)
                while not self._wait_for_change(ticket, ahead):
                    on_wait()
        except BaseException:
            with self._changed:
                self._queue.remove(ticket)
                self._changed.notify_all()
            raise

    def _wait_for_change(self, ticket: object, ahead: int) -> bool:
        """Wait a moment; return whether the number of threads before this one has changed."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count_before(ticket) != ahead, WAIT_SECONDS)

    def _take_slot_or_count(self, ticket: object) -> int:
        """Return the number of threads before this one; at 0, dequeue it and take a slot."""
        with self._changed:
            ahead = self._count_before(ticket)
            if ahead == 0:
                self._queue.remove(ticket)
                self._served += 1
                self._changed.notify_all()
            return ahead

    def _count_before(self, ticket: object) -> int:
        position = self._queue.index(ticket)
        free = self._limit - self._served
        return 0 if position < free else self._served + position
