"""Books of one stage that two tabs count in different lots: by donor as they came, by box once sorted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.programs import SheetResult
from libcollab_metrics.ingest.values.table import EncodedValues, RowsByTable, TableRows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.schema import STAGES

#: Fewest books of a stage whose sums are compared, and sizes of its lots: other sums may be equal by chance.
MIN_BOOKS, MIN_SIZES = 20, 2
#: Fewest sizes of lots that two tabs have in common.
MIN_SAME_SIZES = 3
#: Fewest stages of a report that other tabs count too, or fewest of a report of which they count one.
MIN_SHARED, MIN_STAGES = 2, 3
#: Columns of the days of a lot.
DAYS = ("dispatched_on", "received_on")


@dataclass(frozen=True)
class _Count:
    """The books of a stage on a tab, lot by lot, its days, and all stages that the tab counts."""

    tab: str
    lots: tuple[float, ...]
    days: frozenset[object] = frozenset()
    stages: frozenset[str] = frozenset()

    @property
    def books(self) -> float:
        """Sum of all lots."""
        return sum(self.lots)

    def repeats(self, other: _Count) -> bool:
        """Return whether both have the same sum, in lots of several sizes that are not the same ones.

        The same lots are repeated if the tabs count different stages of them, and have no days that differ.
        """
        sizes = ({*self.lots}, {*other.lots})
        is_varied = min(map(len, sizes)) >= MIN_SIZES and sizes[0] != sizes[1]
        is_same = sorted(self.lots) == sorted(other.lots) and len(sizes[0]) >= MIN_SAME_SIZES
        is_next = self.stages != other.stages and (self.days == other.days or not (self.days and other.days))
        return self.books == other.books >= MIN_BOOKS and (is_varied or (is_same and is_next))


def drop_repeated_stages(read_sheets: Sequence[SheetResult]) -> list[SheetResult]:
    """Return the tables of a file without the books of a stage that another tab counts too.

    An earlier tab has the same sum in other lots, or a report with one number for each stage has the sums of
    the other tabs. The stage counts once, and the tab is reported: it may hold other books.

    Parameters
    ----------
    read_sheets : sequence of SheetResult
        All sheets of a file.
    """
    counts = [_count_stages(cells.name, tables) for cells, _, tables in read_sheets]
    result: list[SheetResult] = []
    for place, (cells, log, tables) in enumerate(read_sheets):
        others = [*counts[:place], *counts[place + 1 :]]
        again = _find_stages_of_report(counts[place], others) or {
            stage: first
            for stage, own in counts[place].items()
            for earlier in counts[:place]
            if (first := earlier.get(stage)) and own.repeats(first)
        }
        for stage, first in again.items():
            _report(stage, first, log)
            tables = [(reading, _without_stage(rows, stage)) for reading, rows in tables]
        result.append((cells, log, tables))
    return result


def _find_stages_of_report(
    own: Mapping[str, _Count], others: Sequence[Mapping[str, _Count]]
) -> dict[str, _Count]:
    """Return the stages of a tab with one number each that are sums of the other tabs; none if one is not."""
    shared: dict[str, _Count] = {}
    for stage, count in own.items():
        counted = [other[stage] for other in others if stage in other]
        if len(count.lots) > 1 or (counted and sum(other.books for other in counted) != count.books):
            return {}
        shared |= {stage: counted[0]} if counted else {}
    is_report = len(shared) >= MIN_SHARED or (bool(shared) and len(own) >= MIN_STAGES)
    return shared if is_report else {}


def _count_stages(tab: str, tables: Sequence[tuple[object, RowsByTable]]) -> dict[str, _Count]:
    """Return the books of each stage that a tab counts."""
    counts = {stage: own for stage in STAGES if (own := _count_books(tab, tables, stage)).lots}
    days = frozenset(
        day
        for _, rows in tables
        if (lots := rows.get("deliveries"))
        for name in DAYS
        for day in lots.column(name)
        if day is not None
    )
    return {stage: replace(own, days=days, stages=frozenset(counts)) for stage, own in counts.items()}


def _count_books(tab: str, tables: Sequence[tuple[object, RowsByTable]], stage: str) -> _Count:
    counts = [
        count
        for _, rows in tables
        if (lots := rows.get("deliveries"))
        for count, unit in zip(lots.column(stage), lots.column("unit"), strict=True)
        if count and unit != "boxes"
    ]
    return _Count(tab, tuple(counts))


def _without_stage(rows: RowsByTable, stage: str) -> RowsByTable:
    """Return the tables with the numbers of a stage unknown."""
    lots = rows.get("deliveries")
    if not lots:
        return rows
    names = {stage, f"{stage}_is_estimate", f"{stage}_at_least"} & lots.columns.keys()
    unknown = dict.fromkeys(names, EncodedValues.constant(None, len(lots)))
    return {**rows, "deliveries": TableRows({**lots.columns, **unknown}, len(lots))}


def _report(stage: str, first: _Count, log: IssueLog) -> None:
    message = Message(
        'its books ({stage}) add up to the same {number} as those of "{tab}": counted once',
        stage=Message(stage.replace("_", " ")),
        number=first.books,
        tab=first.tab,
    )
    log.add("tab-perhaps-repeats", message=message)
