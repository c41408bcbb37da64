"""What several selections of one dataset stand on, made once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Generic, TypeVar

from libcollab_metrics.model.scope import Scope

T = TypeVar("T")


class Kept:
    """Values under what they depend on; as long-lived as the objects that share it, and nobody else's.

    `settle` makes of each value the one that is kept.
    """

    def __init__(self, settle: Callable[[Any], Any] = lambda value: value) -> None:
        self._values: dict[tuple[object, ...], Any] = {}
        self._settle = settle

    def once(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """The value under this key, made when it is first asked for."""
        if key not in self._values:
            self._values[key] = self._settle(make())
        found: T = self._values[key]
        return found

    def forget_other_selections(self, scopes: Collection[Scope]) -> None:
        """Let go of what was made of selections that are not among these; what depends on none stays."""
        self._values = {
            key: value
            for key, value in self._values.items()
            if all(part in scopes for part in key if isinstance(part, Scope))
        }


class Shared(Generic[T]):
    """A property with one value for all objects that share a place and are equal in what it depends on."""

    def __init__(self, make: Callable[[Any], T], depends: tuple[str, ...], place: str) -> None:
        self._make, self._depends, self._place = make, depends, place
        self.__doc__ = make.__doc__

    def __get__(self, sharing: Any, kind: type) -> T:
        key = (self._make.__name__, *(getattr(sharing, name) for name in self._depends))
        kept: Kept = getattr(sharing, self._place)
        return kept.once(key, lambda: self._make(sharing))


def shared(*depends: str, place: str = "kept") -> Callable[[Callable[[Any], T]], Shared[T]]:
    """Return the decorator of a property that differs only with the attributes named here, kept in a place of its own.

    Parameters
    ----------
    depends : attributes of the object that make it another value.
    place : the attribute that holds the `Kept` it shares with its like.
    """
    return lambda make: Shared(make, depends, place)
