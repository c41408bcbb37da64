"""What this program wrote into a workbook it gave back, known again when the workbook returns."""

from __future__ import annotations

import re
from dataclasses import replace

from libcollab_metrics.ingest.cells import CellColumn, SheetCells
from libcollab_metrics.ingest.departures import Departures

#: Stands in the second row of our own sheet; a sheet with it is skipped.
OWN_WORDS = (
    "Written by LibCollab Metrics. This sheet is skipped when the workbook is uploaded again; you may delete it."
)
#: Stands in the second row of the guide of a partner's sheet, which holds nothing to read.
FOR_A_PARTNER = "Made by LibCollab Metrics for a partner of the library, to be checked, filled in and sent back."
#: Why such a sheet is not read.
OWN_SHEET = "this program wrote it"
ERROR_HEADING = "Error"
_REASON = re.compile(r"Row \d+: ")


def is_own_sheet(cells: SheetCells) -> bool:
    """Tell whether a sheet was written by this program to say what it read, or as the guide of a partner's sheet."""
    return any(words in row for row in cells.rows[:3] for words in (OWN_WORDS, FOR_A_PARTNER))


def without_error_column(cells: SheetCells, log: Departures) -> SheetCells:
    """Return the sheet without the column Error of rows given back: it is ours, and says nothing of a session.

    A column of that name which holds anything but our own reasons is the librarian's and stays.
    """
    for place, column in enumerate(cells.columns):
        if _is_ours(column):
            row = int((column.codes == column.cells.index(ERROR_HEADING)).argmax())
            where = cells.first_row + row, cells.first_column + place
            log.add("column-not-used", *where, heading=ERROR_HEADING, message="this program wrote it: not used")
            blank = CellColumn.of([None] * cells.height)
            return replace(cells, columns=(*cells.columns[:place], blank, *cells.columns[place + 1 :]))
    return cells


def _is_ours(column: CellColumn) -> bool:
    reasons = [cell for cell in column.cells if cell is not None and cell != ERROR_HEADING]
    return (
        ERROR_HEADING in column.cells
        and bool(reasons)
        and all(isinstance(text, str) and _REASON.match(text) for text in reasons)
    )


def error_text(row: int, reason: str) -> str:
    """Return what stands in the column Error beside a row: where it stood, and why it could not be used."""
    return f"Row {row}: {reason}"
