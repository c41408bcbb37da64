"""Books of one stage that two tabs count in different lots: by donor as they came, by box once sorted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.programs import SheetResult
from libcollab_metrics.ingest.values.table import EncodedValues, RowsByTable, TableRows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.schema import STAGES

#: Fewest books of a stage whose sums are compared, and sizes of its lots: other sums may be equal by chance.
MIN_BOOKS, MIN_SIZES = 20, 2


@dataclass(frozen=True)
class _Count:
    """The books of a stage on a tab, lot by lot."""

    tab: str
    lots: tuple[float, ...]

    @property
    def books(self) -> float:
        """Sum of all lots."""
        return sum(self.lots)

    def repeats(self, other: _Count) -> bool:
        """Return whether both have the same sum, in lots of several sizes that are not the same ones."""
        sizes = ({*self.lots}, {*other.lots})
        is_varied = min(map(len, sizes)) >= MIN_SIZES and sizes[0] != sizes[1]
        return is_varied and self.books == other.books >= MIN_BOOKS


def drop_repeated_stages(read_sheets: Sequence[SheetResult]) -> list[SheetResult]:
    """Return the tables of a file without the books of a stage that an earlier tab counts in other lots.

    Both tabs have the same sum. It counts once, and the later tab is reported: it may hold other books.

    Parameters
    ----------
    read_sheets : sequence of SheetResult
        All sheets of a file.
    """
    earlier: dict[str, list[_Count]] = {stage: [] for stage in STAGES}
    result: list[SheetResult] = []
    for cells, log, tables in read_sheets:
        found = {stage: _count_books(cells.name, tables, stage) for stage in STAGES}
        again = {
            stage: first for stage, own in found.items() for first in earlier[stage] if own.repeats(first)
        }
        for stage, first in again.items():
            _report(stage, first, log)
            tables = [(reading, _without_stage(rows, stage)) for reading, rows in tables]
        for stage, own in found.items():
            if stage not in again:
                earlier[stage].append(own)
        result.append((cells, log, tables))
    return result


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
