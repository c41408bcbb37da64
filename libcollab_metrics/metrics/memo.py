"""Cache intermediate results that several selections of one dataset share."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Generic, TypeVar

from libcollab_metrics.model.scope import Scope

T = TypeVar("T")


class Memo:
    """Cache of computed values by the inputs they depend on, owned by the objects that share it."""

    def __init__(self) -> None:
        self._values: dict[tuple[object, ...], Any] = {}

    def get_or_compute(self, key: tuple[object, ...], compute: Callable[[], T]) -> T:
        """Return the value for this key; compute and store it on first use."""
        if key in self._values:
            known: T = self._values[key]
            return known
        value = self._values[key] = compute()
        return value

    def forget_other_selections(self, scopes: Collection[Scope]) -> None:
        """Drop the values of selections not in `scopes`; values independent of a selection remain."""
        self._values = {
            key: value
            for key, value in self._values.items()
            if all(part in scopes for part in key if isinstance(part, Scope))
        }


class MemoProperty(Generic[T]):
    """Property cached once for all objects that share a cache and agree in its dependencies."""

    def __init__(self, make: Callable[[Any], T], depends: tuple[str, ...], memo_attribute: str) -> None:
        self._make, self._depends, self._memo_attribute = make, depends, memo_attribute
        self.__doc__ = make.__doc__

    def __get__(self, instance: Any, kind: type) -> T:
        key = (self._make.__name__, *(getattr(instance, name) for name in self._depends))
        memo: Memo = getattr(instance, self._memo_attribute)
        return memo.get_or_compute(key, lambda: self._make(instance))


def memo_property(
    *depends: str, memo_attribute: str = "memo"
) -> Callable[[Callable[[Any], T]], MemoProperty[T]]:
    """Return a decorator for a property that is cached by the attributes named here.

    Parameters
    ----------
    depends : str
        Attributes of the object that the value depends on.
    memo_attribute : str
        Attribute that holds the shared `Memo` cache.

    Returns
    -------
    callable
    """
    return lambda make: MemoProperty(make, depends, memo_attribute)
