"""Statistics by month in sections: a line above names the program of several rows, or what they count.

"Story time" is above "# programs" and "attendance"; or a block of programs below months is headed "Number of
sessions", and the next one "People".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from libcollab_metrics.ingest.files.cells import CellColumn, SheetCells
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.tables.cross_columns import Measure, measure_of, name_of
from libcollab_metrics.ingest.tables.heading import has_total_word
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import parse_month
from libcollab_metrics.messages import Message

#: Most rows and columns of such statistics, and fewest months across the top.
MAX_ROWS, MAX_COLUMNS, MIN_MONTHS = 200, 40, 3
#: Heading of the names of programs, in place of what their block counts.
HEADING = "Activity"
MEASURES: tuple[Measure, ...] = ("events", "people")


@dataclass
class _Section:
    """What the lines above say of a row: its program, or what it counts in their words."""

    program: str = ""
    measure: Measure | None = None
    words: str = ""
    is_read: bool = False


def name_rows_of_sections(cells: SheetCells, log: IssueLog) -> SheetCells:
    """Return the cells with the names of rows completed by the lines above them; report the rows.

    Each program has one row of sessions and one of people; other sheets are unchanged.

    Parameters
    ----------
    cells : SheetCells
        Cells of a sheet.
    log : IssueLog
        Log that receives the rows.

    Returns
    -------
    SheetCells
        Cells in which "# programs" below "Story time" is "Story time - # programs". The headings of a block
        then say that programs are below them.
    """
    if cells.height > MAX_ROWS or len(cells.columns) > MAX_COLUMNS:
        return cells
    top = next((index for index in range(cells.height) if _find_months(cells.rows[index])), None)
    if top is None:
        return cells
    before = range(_find_months(cells.rows[top])[0])
    label = next(
        (place for place in before if any(isinstance(row[place], str) for row in cells.rows[top:])), None
    )
    if label is None:
        return cells
    names, headings = _name_rows(cells, top, label)
    pairs = {(program, measure) for program, measure, _ in names.values()}
    programs = {program for program, _ in pairs}
    if (
        len(programs) < len(MEASURES)
        or len(names) != len(pairs)
        or len(pairs) != len(programs) * len(MEASURES)
    ):
        return cells
    texts = {row: text for row, (*_, text) in names.items()}
    for row, text in texts.items():
        message = Message('read as "{label}", from the lines above', label=text)
        log.add("choice-assumed", cells.first_row + row, cells.first_column + label, message=message)
    return _replace_texts(cells, label, texts | dict.fromkeys(headings, HEADING))


def _find_months(row: Sequence[object]) -> list[int]:
    """Return the places of several different months across the top; empty for other rows."""
    months = {place: month for place, cell in enumerate(row) if (month := _month_of(cell)) is not None}
    return [*months] if len(set(months.values())) == len(months) >= MIN_MONTHS else []


def _month_of(cell: object) -> tuple[int | None, int] | None:
    if isinstance(cell, date):
        return (cell.year, cell.month) if cell.day == 1 else None
    return parse_month(cell) if isinstance(cell, str) and not cell.strip().isdigit() else None


def _name_rows(
    cells: SheetCells, top: int, label: int
) -> tuple[dict[int, tuple[str, Measure, str]], list[int]]:
    """Return the program, measure and completed name of the rows of sections, and the rows of headings."""
    names: dict[int, tuple[str, Measure, str]] = {}
    headings: list[int] = []
    section, months = _Section(), _find_months(cells.rows[top])
    for index in range(top, cells.height):
        row, text = cells.rows[index], cell_text(cells.rows[index][label])
        if found := _find_months(row):
            months, section = found, _Section()
            if (measure := measure_of(text)) is not None:
                section = _Section("", measure, text)
                headings.append(index)
        elif not cells.filled[index]:
            section = _Section() if section.is_read else section
        elif text and not any(cell_text(row[place]) for place in months):
            measure = measure_of(text)
            section = _Section(text) if measure is None else _Section("", measure, text)
        elif named := _name_row(text, section):
            is_read = named[:2] in {own[:2] for own in names.values()}
            if not (is_read and has_total_word(text)):  # "TOTAL ATTENDANCE" below the last section
                names[index] = named
                section.is_read = True
    return names, headings


def _name_row(text: str, section: _Section) -> tuple[str, Measure, str] | None:
    """Return the program, measure and completed name of a row; None if its section says nothing of it."""
    measure = measure_of(text)
    if measure is not None and section.program and not name_of(text, measure):
        program = section.program.replace(" - ", " – ")
        return program, measure, f"{program} - {text}"
    if text and measure is None and section.measure is not None and not has_total_word(text):
        program = text.replace(" - ", " – ")
        return program, section.measure, f"{program} - {section.words}"
    return None


def _replace_texts(cells: SheetCells, place: int, texts: Mapping[int, str]) -> SheetCells:
    column = cells.columns[place]
    codes, listed = column.codes.copy(), [*column.cells, *texts.values()]
    codes[[*texts]] = np.arange(len(column.cells), len(listed))
    columns = (*cells.columns[:place], CellColumn(codes, listed), *cells.columns[place + 1 :])
    return replace(cells, columns=columns)
