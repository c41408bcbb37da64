"""What several selections of one dataset stand on, made once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Generic, Protocol, TypeVar

from libcollab_metrics.model.scope import Scope

T = TypeVar("T")


class Kept:
    """Values under what they depend on; as long-lived as the objects that share it, and nobody else's."""

    def __init__(self) -> None:
        self._values: dict[tuple[object, ...], Any] = {}

    def once(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """The value under this key, made when it is first asked for."""
        if key not in self._values:
            self._values[key] = make()
        found: T = self._values[key]
        return found

    def forget_other_selections(self, scopes: Collection[Scope]) -> None:
        """Let go of what was made of selections that are not among these; what depends on none stays."""
        self._values = {
            key: value
            for key, value in self._values.items()
            if all(part in scopes for part in key if isinstance(part, Scope))
        }


class Sharing(Protocol):
    """An object that keeps what it makes in a place it shares with its like."""

    kept: Kept


class Shared(Generic[T]):
    """A property with one value for all objects that share a place and are equal in what it depends on."""

    def __init__(self, make: Callable[[Any], T], depends: tuple[str, ...]) -> None:
        self._make, self._depends = make, depends
        self.__doc__ = make.__doc__

    def __get__(self, sharing: Sharing, kind: type) -> T:
        key = (self._make.__name__, *(getattr(sharing, name) for name in self._depends))
        return sharing.kept.once(key, lambda: self._make(sharing))


def shared(*depends: str) -> Callable[[Callable[[Any], T]], Shared[T]]:
    """Return the decorator of a property that differs only with the attributes named here."""
    return lambda make: Shared(make, depends)
