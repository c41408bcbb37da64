"""Cancellation of long work: a check that runs between its steps, and raises an error to end it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_check: ContextVar[Callable[[], None] | None] = ContextVar("check of running work", default=None)


@contextmanager
def cancellable(check: Callable[[], None]) -> Iterator[None]:
    """Run `check` between the steps of everything done in the `with` block, on this thread.

    Parameters
    ----------
    check : callable
        Raises an error once the work is no longer wanted.
    """
    mark = _check.set(check)
    try:
        yield
    finally:
        _check.reset(mark)


def check_cancelled() -> None:
    """Raise the error of the check, if there is one and the work was cancelled; called between steps."""
    check = _check.get()
    if check is not None:
        check()
