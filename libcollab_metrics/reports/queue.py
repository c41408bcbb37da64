"""Limit document rendering to two threads at a time, first come, first served.

This bounds how much rendering slows down visitors of the dashboard.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from libcollab_metrics.fair_semaphore import FairSemaphore

P = ParamSpec("P")
R = TypeVar("R")
#: Number of documents rendered at the same time.
MAX_CONCURRENT = 2
_SEMAPHORE = FairSemaphore(MAX_CONCURRENT)
#: Context manager that holds one rendering slot; nested use in the same thread takes no second slot.
rendering_slot = _SEMAPHORE.hold_slot


def limit_concurrency(render: Callable[P, R]) -> Callable[P, R]:
    """Make a rendering function wait until fewer than `MAX_CONCURRENT` threads render.

    Threads that do not render never wait.
    """

    @wraps(render)
    def waiting(*args: P.args, **kwargs: P.kwargs) -> R:
        with _SEMAPHORE.hold_slot():
            return render(*args, **kwargs)

    return waiting
