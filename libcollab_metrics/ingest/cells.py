"""One sheet as it was typed: its cells and where each stands in Excel."""

from __future__ import annotations

from dataclasses import dataclass

from libcollab_metrics.model.addresses import address, column_letters, position

__all__ = ["ErrorCell", "SheetCells", "address", "column_letters", "position"]


@dataclass(frozen=True)
class ErrorCell:
    """A cell that shows an error such as #DIV/0!; its value is unknown, never 0."""

    text: str


@dataclass(frozen=True)
class SheetCells:
    """The filled part of one sheet.

    `rows[0]` is Excel row `first_row` and its first cell stands in Excel column `first_column` (both
    count from 1). A cell is str, float, bool, date, datetime, time, timedelta, `ErrorCell`, or None when
    blank; CSV cells are always text. `merged` holds 1-based (first row, first column, last row, last
    column), cut to the filled cells. `formulas_without_value` lists addresses of formulas whose result was
    never stored (their cells are None). `ragged` lists Excel rows of a CSV that are longer or shorter than most.
    """

    name: str
    rows: list[list[object]]
    first_row: int = 1
    first_column: int = 1
    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    formulas_without_value: tuple[str, ...] = ()
    encoding: str = ""
    encoding_guessed: bool = False
    ragged: tuple[int, ...] = ()
