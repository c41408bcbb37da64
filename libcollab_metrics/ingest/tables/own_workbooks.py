"""The two forms of the sheet for a partner, as the writer prints them and the reader knows them again."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from libcollab_metrics.ingest.files.cells import CellColumn, SheetCells
from libcollab_metrics.ingest.issue_log import Departures
from libcollab_metrics.ingest.values.columns import as_text
from libcollab_metrics.model.names import tidy
from libcollab_metrics.model.readings import PARTNER_FACTS, PARTNER_RATINGS

FACTS, RATINGS = PARTNER_FACTS, PARTNER_RATINGS
#: The headings of each, by which it is known however it was saved; more may stand behind each.
HEADINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        FACTS: ("Ref", "What", "Recorded", "Right?", "Should be"),
        RATINGS: ("No.", "Statement", "Rating", "Comment"),
    }
)
FORMS = tuple(HEADINGS)
#: What stands before a fact above the headings.
PARTNER, ROLE, DAY = "Partner", "Your role", "Date"
#: The languages below the English of a heading or statement.
BELOW = ("fil", "es")
#: Headings stand this near the top.
WITHIN = 30


@cache
def said(language: str) -> Mapping[str, Any]:
    """Return what the sheet says in one language: title, steps, and beside English headings and statements."""
    text = files("libcollab_metrics.ingest.tables").joinpath("partner_sheet.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text)[language])


def partner_form(cells: SheetCells) -> tuple[str, int] | None:
    """Return which form of a partner's sheet this is and the index of its headings; None when it is none."""
    for index in range(min(WITHIN, cells.height)):
        for layout in HEADINGS:
            if all(place is not None for place in heading_places(layout, cells.rows[index]).values()):
                return layout, index
    return None


def heading_places(layout: str, row: Sequence[object]) -> dict[str, int | None]:
    """Return for each heading of a form the place where it stands in a row; None where it does not.

    Examples
    --------
    >>> heading_places("partner_ratings", ["No.", "Statement\\nFrase", "Rating 1 to 5", None])
    {'No.': 0, 'Statement': 1, 'Rating': 2, 'Comment': None}
    """
    texts = [tidy(cell) if isinstance(cell, str) else "" for cell in row]
    return {
        heading: next((place for place, text in enumerate(texts) if _begins(text, heading)), None)
        for heading in HEADINGS[layout]
    }


def above(cells: SheetCells, index: int, key: str) -> tuple[object, int, int]:
    """Return the cell next to a key above the headings, with its Excel row and column; (None, 0, 0) without one."""
    for number, row in enumerate(cells.rows[:index]):
        for place, cell in enumerate(row):
            if isinstance(cell, str) and _begins(tidy(cell), key) and row[place + 1 : place + 2] not in ((), (None,)):
                return row[place + 1], cells.first_row + number, cells.first_column + place + 1
    return None, 0, 0


def words_above(cells: SheetCells, index: int, key: str) -> str:
    """Return the cell next to a key above the headings, as text; empty without one."""
    return as_text(above(cells, index, key)[0])


def _begins(text: str, heading: str) -> bool:
    """True for the heading itself, or with more words behind it."""
    folded, wanted = text.casefold(), heading.casefold()
    return folded.startswith(wanted) and not folded[len(wanted) :][:1].isalnum()


# What this program wrote into a workbook it gave back, known again when the workbook returns.

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
