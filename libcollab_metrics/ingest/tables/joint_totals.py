"""Totals of several tables of a sheet, which are in a row below one of them."""

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
#: Fewest tables with a grand total, and most sums of their totals that are tried.
MIN_TABLES, MAX_SUMS = 2, 500


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
    return _blank_rows(left, joint)


def drop_grand_totals(tables: Sequence[SheetCells]) -> list[SheetCells]:
    """Return tables below each other without the rows of the last that add up a total of each.

    Such a row has one number and is below the total of the last table, whatever it is called: "Both terms".
    """
    if len(tables) < MIN_TABLES:
        return list(tables)
    *others, last = (_find_totals(cells) for cells in tables)
    sums = {0.0}
    for totals in (*others, last):
        numbers = {number for found in totals.values() for number in found.values()}
        sums = {round(total + number, 2) for total in sums for number in numbers}
        if not sums or len(sums) > MAX_SUMS:
            return list(tables)
    below = range(max(last) + 1, tables[-1].height)
    rows = [row for row in below if tables[-1].filled[row] and _is_grand_total(tables[-1].rows[row], sums)]
    return [*tables[:-1], _blank_rows(tables[-1], rows)]


def _is_grand_total(row: Sequence[object], sums: set[float]) -> bool:
    """Return whether a row has a label and one number, which is one of these sums."""
    numbers = _numbers_in(row)
    has_label = any(isinstance(cell, str) and place not in numbers for place, cell in enumerate(row))
    return has_label and len(numbers) == 1 and round(next(iter(numbers.values())), 2) in sums


def _blank_rows(cells: SheetCells, rows: Sequence[int]) -> SheetCells:
    if not rows:
        return cells
    keep = ~np.isin(np.arange(cells.height), rows)
    columns = tuple(CellColumn(np.where(keep, c.codes, 0), c.cells) for c in cells.columns)
    return replace(cells, columns=columns)


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
