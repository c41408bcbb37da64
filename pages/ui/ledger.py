"""The list of everything that left, read before the next file is made and added to before it is handed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from libcollab_metrics.reports import Left, Numbers
from libcollab_metrics.store import Store


@dataclass(frozen=True)
class Ledger:
    """One visitor's list: on the disk where there is one, else in `own`, as long as the window.

    It is no step of the workspace: undo leaves it, for what left is not called back. What is made of the invented
    sample (`of_sample`) is on no list. `to` is whom the next file is for, `day` the day it leaves.
    """

    place: Store | None = None
    own: list[str] = field(default_factory=list)
    day: date = date.min
    to: str = ""
    of_sample: bool = False

    def entries(self) -> tuple[Left, ...]:
        """Everything that left, the first that left first."""
        if self.of_sample:
            return ()
        bodies = self.own if self.place is None else [release.body for release in self.place.releases()]
        return tuple(map(_read, bodies))

    def numbers(self) -> tuple[Numbers, ...]:
        """The numbers of each entry, beside which the next file must give nothing away."""
        return tuple(entry.numbers for entry in self.entries())

    def add(self, numbers: Numbers) -> None:
        """Put a file on the list, on the day and for whom it is; one with the very numbers of another is there already.

        Raises
        ------
        LibCollabError : the list cannot be kept, so the file must not leave.
        """
        if self.of_sample or not numbers or numbers in self.numbers():
            return
        body = Left(self.day, self.to, numbers).written()
        if self.place is None:
            self.own.append(body)
        else:
            self.place.add_release(body, self.day)

    def for_whom(self, to: str) -> Ledger:
        """The same list, the next file on it for somebody else."""
        return replace(self, to=to)


def stands(audited_beside: int, numbers: Numbers, released: Sequence[Numbers]) -> bool:
    """Whether numbers audited beside the first so many entries are so beside all: no file with others left since."""
    return all(entry == numbers for entry in released[audited_beside:])


#: An entry never changes, and is read again with every click.
_read = lru_cache(maxsize=128)(Left.read)
