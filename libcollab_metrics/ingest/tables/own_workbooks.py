"""Recognition of partner sheets and annotated copies: the headings and texts written into them.

The writers use the same constants, so that a returned workbook is recognized.
"""

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
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.localization import LANGUAGES
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import clean_spaces
from libcollab_metrics.model.readings import PARTNER_FACTS, PARTNER_RATINGS

FACTS, RATINGS = PARTNER_FACTS, PARTNER_RATINGS
#: Headings of each form, used to recognize it in any file format; more words may follow each.
HEADINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        FACTS: ("Ref", "What", "Recorded", "Right?", "Should be"),
        RATINGS: ("No.", "Statement", "Rating", "Comment"),
    }
)
FORMS = tuple(HEADINGS)
#: Labels of the facts above the headings.
PARTNER, ROLE, DAY = "Partner", "Your role", "Date"
#: Languages printed below the English text of a heading or statement.
SUBTITLE_LANGUAGES = tuple(code for code in LANGUAGES if code != "en")
#: Number of rows from the top that are searched for headings.
MAX_HEADER_ROW = 30


@cache
def load_sheet_texts(language: str) -> Mapping[str, Any]:
    """Load the partner sheet's texts in one language: title, steps, headings, statements."""
    text = files("libcollab_metrics.ingest.tables").joinpath("partner_sheet.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text)[language])


def detect_partner_form(cells: SheetCells) -> tuple[str, int] | None:
    """Detect the partner form of a sheet and its header row index; None for other sheets."""
    for index in range(min(MAX_HEADER_ROW, cells.height)):
        for layout in HEADINGS:
            if all(position is not None for position in find_headings(layout, cells.rows[index]).values()):
                return layout, index
    return None


def find_headings(layout: str, row: Sequence[object]) -> dict[str, int | None]:
    r"""Find the position of each heading of a form in a row; None if missing.

    Examples
    --------
    >>> find_headings("partner_ratings", ["No.", "Statement\nFrase", "Rating 1 to 5", None])
    {'No.': 0, 'Statement': 1, 'Rating': 2, 'Comment': None}
    """
    texts = [clean_spaces(cell) if isinstance(cell, str) else "" for cell in row]
    return {
        heading: next((position for position, text in enumerate(texts) if _has_prefix(text, heading)), None)
        for heading in HEADINGS[layout]
    }


def find_labelled_cell(cells: SheetCells, index: int, key: str) -> tuple[object, int, int]:
    """Find the cell next to a label above the headings, with its Excel row and column.

    Returns (None, 0, 0) if there is none.
    """
    for number, row in enumerate(cells.rows[:index]):
        for position, cell in enumerate(row):
            if (
                isinstance(cell, str)
                and _has_prefix(clean_spaces(cell), key)
                and row[position + 1 : position + 2] not in ((), (None,))
            ):
                return row[position + 1], cells.first_row + number, cells.first_column + position + 1
    return None, 0, 0


def find_labelled_text(cells: SheetCells, index: int, key: str) -> str:
    """Return the text of the cell next to a label above the headings; "" if there is none."""
    return cell_text(find_labelled_cell(cells, index, key)[0])


def _has_prefix(text: str, heading: str) -> bool:
    """Return True if a text is the heading, or the heading followed by more words."""
    folded, wanted = text.casefold(), heading.casefold()
    return folded.startswith(wanted) and not folded[len(wanted) :][:1].isalnum()


# Markers this program writes into an annotated workbook, so that they are recognized on re-import.

#: Text in the second row of a generated sheet; such a sheet is skipped.
GENERATED_MARKER = Message(
    "Written by LibCollab Metrics. This sheet is skipped when the workbook is uploaded again; you may"
    " delete it."
)
#: Text in the second row of the guide of a partner sheet, which holds no data.
PARTNER_GUIDE_MARKER = (
    "Made by LibCollab Metrics for a partner of the library, to be checked, filled in and sent back."
)
#: Reason why such a sheet is not read.
GENERATED_REASON = Message("this program wrote it")
ERROR_HEADING = "Error"
_REASON = re.compile(r"Row \d+: ")


def is_generated_sheet(cells: SheetCells) -> bool:
    """Return True for a generated report of what was read, or the guide of a partner sheet."""
    return any(words in row for row in cells.rows[:3] for words in (GENERATED_MARKER, PARTNER_GUIDE_MARKER))


def blank_error_column(cells: SheetCells, log: IssueLog) -> SheetCells:
    """Blank out the Error column of returned rejected rows: it is generated and not data.

    A column of that name with any other content is the user's and stays.
    """
    for position, column in enumerate(cells.columns):
        if _is_error_column(column):
            row = int((column.codes == column.cells.index(ERROR_HEADING)).argmax())
            where = cells.first_row + row, cells.first_column + position
            log.add(
                "column-not-used",
                *where,
                heading=ERROR_HEADING,
                message=Message("this program wrote it: not used"),
            )
            blank = CellColumn.from_cells([None] * cells.height)
            return replace(cells, columns=(*cells.columns[:position], blank, *cells.columns[position + 1 :]))
    return cells


def _is_error_column(column: CellColumn) -> bool:
    reasons = [cell for cell in column.cells if cell is not None and cell != ERROR_HEADING]
    return (
        ERROR_HEADING in column.cells
        and bool(reasons)
        and all(isinstance(text, str) and _REASON.match(text) for text in reasons)
    )


def error_text(row: int, reason: str) -> str:
    """Return the text of the Error column: the row's original number and why it was rejected."""
    return f"Row {row}: {reason}"
