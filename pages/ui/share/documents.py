"""A document, made when it is asked for, from what was chosen and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from libcollab_metrics.figures import Chart, Evaluated
from libcollab_metrics.localization import Language, language
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import (
    Left,
    Numbers,
    Published,
    ReportData,
    collect_report_data,
    document_turn,
    figure_csv,
    figure_svg,
    planned_for,
    preview_png,
    public_chart,
    publish,
    publish_plan,
    told_by_chart,
)
from libcollab_metrics.store import Store

# The list of everything that left, read before the next file is made and added to before it is handed over.


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


@dataclass(frozen=True)
class Wanted:
    """A document as it was chosen, whatever its format; `accept_unclear` writes it although money is unclear."""

    dataset: Dataset
    audience: str
    scope: Scope
    as_of: date
    spoken: Language
    accept_unclear: bool = False

    def safe_beside(self, material: ReportData, released: Sequence[Numbers]) -> ReportData:
        """Return the material, made again where another file left since it was made."""
        if stands(material.audited_beside, material.numbers, released):
            return material
        planned = planned_for(self.audience, self.dataset, self.scope, self.as_of)
        return collect_report_data(self.dataset, self.scope, self.as_of, material.generated_at, planned, released)

    def published(self, fmt: str, material: ReportData) -> Published:
        """Return the finished file."""
        return publish(self.dataset, fmt=fmt, generated_at=_now(), material=material, **self._told())

    def pictured(self, material: ReportData) -> bytes:
        """Return a picture of its first page, as PNG."""
        return preview_png(self.dataset, generated_at=_now(), material=material, **self._told())

    def _told(self) -> dict[str, Any]:
        return {
            "audience": self.audience, "scope": self.scope, "as_of": self.as_of, "language": self.spoken,
            "accept_unclear": self.accept_unclear,
        }  # fmt: skip


def _now() -> datetime:
    return datetime.now().replace(microsecond=0)


@dataclass
class Order:
    """A document ordered with a click: how many are made before it, 0 while it is made itself, else None."""

    ahead: int | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the turn to make it, and hold it for the time of a `with` block."""
        try:
            with document_turn(self._stands_at):
                yield
        finally:
            self.ahead = None

    def _stands_at(self, ahead: int) -> None:
        self.ahead = ahead


def place_in_line(ahead: int) -> str:
    """Say how many documents are made before this one."""
    if not ahead:
        return "Your document is being made …"
    return "One document is made before yours …" if ahead == 1 else f"{ahead} documents are made before yours …"


def make(wanted: Wanted, fmt: str, material: ReportData, order: Order, ledger: Ledger) -> bytes:
    """Return a document, in a zip if another file belongs with it; runs outside the session with all it needs.

    It is on the list of what left before anybody has it.
    """
    with order.turn():
        made = wanted.published(fmt, wanted.safe_beside(material, ledger.numbers()))
        data = made.as_one_file()[1]
        ledger.add(made.numbers)
        return data


def make_plan(
    dataset: Dataset,
    programs: Sequence[str],
    typed: Mapping[str, Mapping[str, float]],
    scope: Scope,
    as_of: date,
    ledger: Ledger,
) -> bytes:
    """Return the plan as a workbook; runs outside the session, so everything it needs is given."""
    made = publish_plan(
        dataset, programs, typed, scope=scope, as_of=as_of, generated_at=_now(), language=language("en"),
        released=ledger.numbers(),
    )  # fmt: skip
    ledger.add(made.numbers)
    return made.data


def make_figure(
    dataset: Dataset,
    build: Callable[[Evaluated, Language], Chart],
    names: Sequence[str],
    by: str,
    scope: Scope,
    as_of: date,
    ending: str,
    ledger: Ledger,
) -> bytes:
    """Return a figure as an image or as data, drawn again from what may leave; runs outside the session."""
    english, released = language("en"), ledger.numbers()
    asked: dict[str, Any] = {"metrics": names, "by": by, "scope": scope, "as_of": as_of, "released": released}
    chart = public_chart(dataset, build, language=english, **asked)
    ledger.add(told_by_chart(dataset, **asked))
    return figure_csv(chart, english) if ending == "csv" else figure_svg(chart, english)
