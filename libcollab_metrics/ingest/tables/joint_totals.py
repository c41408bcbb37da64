"""Totals of two tables next to each other, which are in a row below the left one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.files.cells import CellColumn
from libcollab_metrics.ingest.tables.totals import is_possible_total
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.model.names import normalize_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from libcollab_metrics.ingest.files.cells import SheetCells

#: Tolerance for sums of money, which may differ by rounding.
TOLERANCE = 0.005


def drop_joint_totals(left: SheetCells, right: SheetCells) -> SheetCells:
    """Return the left of two tables without the rows that add up the totals of both."""
    own, others = (
        _find_totals(left),
        {n for numbers in _find_totals(right).values() for n in numbers.values()},
    )
    joint = [
        row
        for row, numbers in own.items()
        if row < right.height and not right.filled[row] and _are_sums(numbers, own, row, others)
    ]
    if not joint:
        return left
    keep = ~np.isin(np.arange(left.height), joint)
    columns = tuple(CellColumn(np.where(keep, c.codes, 0), c.cells) for c in left.columns)
    return replace(left, columns=columns)


def _are_sums(
    numbers: dict[int, float], own: dict[int, dict[int, float]], row: int, others: set[float]
) -> bool:
    """Return whether each number of a row is an earlier total of its column and one of the other table."""
    return bool(numbers) and all(
        any(
            abs(total[column] + other - number) < TOLERANCE
            for earlier, total in own.items()
            if earlier < row and column in total
            for other in others
        )
        for column, number in numbers.items()
    )


def _find_totals(cells: SheetCells) -> dict[int, dict[int, float]]:
    """Return the numbers of the rows with a word for a total, by row and column."""
    labelled: set[int] = set()
    for column in cells.columns:
        codes = [n for n, cell in enumerate(column.cells) if _is_label(cell)]
        labelled |= set(np.flatnonzero(np.isin(column.codes, codes)).tolist())
    return {row: _numbers_in(cells.rows[row]) for row in sorted(labelled)}


def _is_label(cell: object) -> bool:
    return isinstance(cell, str) and is_possible_total(normalize_heading(cell))


def _numbers_in(row: Sequence[object]) -> dict[int, float]:
    numbers = {place: parse_number(cell_text(cell), is_count=False).value for place, cell in enumerate(row)}
    return {place: number for place, number in numbers.items() if number is not None}
