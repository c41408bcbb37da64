"""What was asked for last, so that drawing a page again makes none of it again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import streamlit as st

T = TypeVar("T")


class Latest(Generic[T]):
    """The last `most` things asked for, each under what it depends on; what was asked for longest ago goes first.

    Several threads may ask at once: what two of them need at the same moment may be made twice, and is the same.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[object, T] = {}
        self._lock = threading.Lock()

    def once(self, name: object, make: Callable[[], T]) -> T:
        """The thing of this name, made if it is not held."""
        with self._lock:
            if name in self._held:
                self._held[name] = self._held.pop(name)
                return self._held[name]
        made = make()
        with self._lock:
            while len(self._held) >= self._most:
                self._held.pop(next(iter(self._held)))
            return self._held.setdefault(name, made)

    def held(self) -> tuple[tuple[Any, T], ...]:
        """What is held now, each with its name, what was asked for longest ago first."""
        with self._lock:
            return tuple(self._held.items())


def latest(kind: str, most: int) -> Latest[Any]:
    """What this window holds of a kind."""
    found: Latest[Any] = st.session_state.setdefault(kind, Latest(most))
    return found
