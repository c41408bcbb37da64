"""What this program wrote into a workbook it gave back, known again when the workbook returns."""

from __future__ import annotations

import re
from dataclasses import replace

from libcollab_metrics.ingest.cells import SheetCells
from libcollab_metrics.ingest.departures import Departures

#: Stands in the second row of our own sheet; a sheet with it is skipped.
OWN_WORDS = (
    "Written by LibCollab Metrics. This sheet is skipped when the workbook is uploaded again; you may delete it."
)
#: Why such a sheet is not read.
OWN_SHEET = "this program wrote it"
ERROR_HEADING = "Error"
_WITHIN = 60  # rows in which the heading of our column may stand
_REASON = re.compile(r"Row \d+: ")


def is_own_sheet(cells: SheetCells) -> bool:
    """Tell whether a sheet was written by this program to say what it read."""
    return any(OWN_WORDS in row for row in cells.rows[:3])


def without_error_column(cells: SheetCells, log: Departures) -> SheetCells:
    """Return the sheet without the column Error of rows given back: it is ours, and says nothing of a session.

    A column of that name which holds anything but our own reasons is the librarian's and stays.
    """
    for index, row in enumerate(cells.rows[:_WITHIN]):
        for place in range(len(row) - 1, -1, -1):
            if row[place] == ERROR_HEADING and _is_ours(cells, index, place):
                where = cells.first_row + index, cells.first_column + place
                log.add("column-not-used", *where, heading=ERROR_HEADING, message="this program wrote it: not used")
                return replace(cells, rows=[[*line[:place], None, *line[place + 1 :]] for line in cells.rows])
    return cells


def error_text(row: int, reason: str) -> str:
    """Return what stands in the column Error beside a row: where it stood, and why it could not be used."""
    return f"Row {row}: {reason}"


def _is_ours(cells: SheetCells, index: int, place: int) -> bool:
    below = [line[place] for line in cells.rows[index + 1 :] if place < len(line) and line[place] is not None]
    return bool(below) and all(isinstance(text, str) and _REASON.match(text) for text in below)
