"""Two documents are made at a time and the others wait in line, so that visitors who read are slowed by two at most."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from libcollab_metrics.fair_semaphore import FairSemaphore

P = ParamSpec("P")
R = TypeVar("R")
#: Documents made at the same time.
AT_ONCE = 2
_LINE = FairSemaphore(AT_ONCE)
#: The turn to make a document: a `with` block in which everything made is one turn.
document_turn = _LINE.turn


def limit_concurrency(make: Callable[P, R]) -> Callable[P, R]:
    """Let a maker of documents wait until fewer than `AT_ONCE` threads make one; who makes none never waits."""

    @wraps(make)
    def waiting(*args: P.args, **kwargs: P.kwargs) -> R:
        with _LINE.turn():
            return make(*args, **kwargs)

    return waiting
