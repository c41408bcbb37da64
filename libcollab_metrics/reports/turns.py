"""Documents are made one after the other, so that a process full of visitors is slowed by one document at most."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
#: Held by the thread that makes a document; what it makes on the way is its own turn too.
_TURN = threading.RLock()


def in_turn(make: Callable[P, R]) -> Callable[P, R]:
    """Let a maker of documents wait until no other thread makes one; who makes none never waits."""

    @wraps(make)
    def waiting(*args: P.args, **kwargs: P.kwargs) -> R:
        with _TURN:
            return make(*args, **kwargs)

    return waiting
