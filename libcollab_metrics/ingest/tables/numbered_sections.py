"""Reports in numbered sections below each other: "1. Services", "2. Activities", "3. Expenses"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from libcollab_metrics.ingest.files.cells import CellColumn, SheetCells
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.tables.memo_lines import is_prose
from libcollab_metrics.ingest.tables.stacked_headings import is_number
from libcollab_metrics.ingest.values.lexicon import known_words, word_list
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import clean_spaces, normalize_heading

#: Fewest sections of a report, and most rows of one.
MIN_SECTIONS, MAX_ROWS = 2, 200
#: Fewest rows of a report that have a label and a number, and fewest headings that all sections share.
MIN_LINES, MIN_HEADINGS = 2, 3
#: The number of a section in front of its title: "2. ACTIVIDADES", "III) Donations"; or in its own cell.
_NUMBERED = re.compile(r"\s*(\d{1,2}|[IVX]{1,4}|[A-H])\s*[.):–-]\s*([^\W\d_].*)", re.DOTALL)
_NUMBER = re.compile(r"\s*(\d{1,2}|[IVX]{1,4}|[A-H])\s*[.)]?\s*")
#: Numbers of sections, in order.
NUMBERINGS = (
    ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"),
    ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"),
    ("A", "B", "C", "D", "E", "F", "G", "H"),
)
#: Heading of amounts of money below a title without headings.
AMOUNT = "Amount"


@dataclass(frozen=True)
class _Section:
    """A section: its rows, its title without the number, and the places of both in the row of the title."""

    start: int
    end: int
    title: str
    places: tuple[int, ...]

    @property
    def kind(self) -> str:
        """What its lines are, such as "Activity", or "other" for what no program did; "" if it is open."""
        words = set(re.findall(r"[^\W\d_]+", normalize_heading(self.title)))
        kinds = known_words("section_lines")
        named = {kinds[word] for word in words if word in kinds}
        if named == {"other"} and words & set(word_list("section_lines_of_books")):
            return ""
        named -= {"other"} if len(named) > 1 else set()
        return named.pop() if len(named) == 1 else ""


def split_numbered_sections(cells: SheetCells) -> list[SheetCells]:
    """Split a report at the titles of its sections; a sheet without numbered sections is returned whole.

    Parameters
    ----------
    cells : SheetCells
        Cells of a sheet.

    Returns
    -------
    list of SheetCells
        One for each section, the first with the lines above it, or all of them where they share headings.
        Sections of what no program did, such as loans and visitors, are not among them.
    """
    sections = _find_sections(cells)
    if not sections:
        return [cells]
    counted = [section for section in sections if section.kind != "other"]
    if _share_headings(cells, sections[0]):
        return [_blank_rows(cells, sections, counted)]
    titles = tuple(cell for row in cells.rows[: sections[0].start] for cell in row if isinstance(cell, str))
    written = _write_headings(cells, counted)
    tops = [0 if section is sections[0] else section.start - 1 for section in counted]
    windows = [written.window(top, section.end) for top, section in zip(tops, counted, strict=True)]
    return [
        window if section is sections[0] else replace(window, titles=titles)
        for window, section in zip(windows, counted, strict=True)
    ]


def report_other_sections(cells: SheetCells, log: IssueLog) -> None:
    """Report the sections of a report that count what no program did."""
    for section in _find_sections(cells):
        if section.kind == "other":
            log.add(
                "not-sessions",
                cells.first_row + section.start,
                cells.first_column + section.places[-1],
                message=Message("a section of a report that counts no program sessions: not used"),
            )


def _find_sections(cells: SheetCells) -> list[_Section]:
    """Return the sections of a report, in order; empty if a sheet has none that are numbered.

    A title is in the same column as the others, in a row without numbers. All but the first are below a blank
    row, so that a section ends one row before the next.
    """
    if cells.height > MAX_ROWS:
        return []
    for numbers in NUMBERINGS:
        starts: list[tuple[int, str, tuple[int, ...]]] = []
        for row in np.flatnonzero(cells.filled).tolist():
            number, title, places = _read_title(cells.rows[row])
            is_apart = not starts or not cells.filled[row - 1]
            if (
                len(starts) < len(numbers)
                and number == numbers[len(starts)]
                and is_apart
                and "?" not in title
            ):
                starts.append((row, title, places))
        ends = [*(row - 1 for row, *_ in starts[1:]), cells.height]
        sections = [
            _Section(row, end, title, places) for (row, title, places), end in zip(starts, ends, strict=False)
        ]
        in_one_column = len({section.places for section in sections}) == 1
        if len(sections) >= MIN_SECTIONS and in_one_column and _hold_lines(cells, sections):
            return [] if is_prose(cells) else sections
    return []


def _read_title(row: Sequence[object]) -> tuple[str, str, tuple[int, ...]]:
    """Return the number and the words of a title with their places; "" for both where a row has no title."""
    written = [(place, cell) for place, cell in enumerate(row) if cell is not None]
    texts = [cell for _, cell in written if isinstance(cell, str)]
    if len(texts) < len(written):
        return "", "", ()
    if match := _NUMBERED.fullmatch(texts[0]):
        return match[1], clean_spaces(match[2]), (written[0][0],)
    match = _NUMBER.fullmatch(texts[0])
    if match and len(texts) > 1 and written[1][0] == written[0][0] + 1:
        return match[1], clean_spaces(texts[1]), (written[0][0], written[1][0])
    return "", "", ()


def _hold_lines(cells: SheetCells, sections: Sequence[_Section]) -> bool:
    """Return whether each section has a line, and some of the lines have a label and a number."""
    lines = [
        [cells.rows[row] for row in range(section.start + 1, section.end) if cells.filled[row]]
        for section in sections
    ]
    counted = sum(
        any(isinstance(cell, str) for cell in line) and any(map(is_number, line))
        for section in lines
        for line in section
    )
    return all(lines) and counted >= MIN_LINES


def _share_headings(cells: SheetCells, first: _Section) -> bool:
    """Return whether headings are directly above the title of the first section, and none next to it."""
    above = cells.rows[first.start - 1] if first.start else ()
    words = sum(isinstance(cell, str) for cell in above)
    return words >= MIN_HEADINGS and int(cells.filled_counts[first.start]) == len(first.places)


def _blank_rows(cells: SheetCells, sections: Sequence[_Section], counted: Sequence[_Section]) -> SheetCells:
    """Return a report without its titles, and without the rows of the sections that are not counted."""
    blank = np.zeros(cells.height, dtype=bool)
    for section in sections:
        blank[section.start : section.start + 1 if section in counted else section.end] = True
    columns = [
        column.with_codes(np.where(blank, 0, column.codes).astype(np.int32)) for column in cells.columns
    ]
    return replace(cells, columns=tuple(columns))


def _write_headings(cells: SheetCells, sections: Sequence[_Section]) -> SheetCells:
    """Return a report with titles without their numbers, and with the headings of what their lines are.

    A title with headings next to it, or above pairs of a label and an amount, is in the blank row above.
    """
    rows = [list(row) for row in cells.rows]
    for section in sections:
        row, place = rows[section.start], section.places[-1]
        row[section.places[0]], row[place] = None, section.title
        has_room = section.start > 0 and not cells.filled[section.start - 1]
        amounts = _find_amounts(cells, section) if section.kind in ("Item", "Donor") else None
        has_headings = int(cells.filled_counts[section.start]) > len(section.places)
        if not has_room or not (has_headings or amounts is not None):
            continue
        rows[section.start - 1][place] = section.title
        row[place] = section.kind or section.title
        if amounts is not None and not has_headings:
            row[amounts] = AMOUNT
    turned = zip(*rows, strict=True)
    return replace(cells, columns=tuple(CellColumn.from_cells(column) for column in turned))


def _find_amounts(cells: SheetCells, section: _Section) -> int | None:
    """Return the only column of numbers next to labels, directly below a title; None without one."""
    places = set()
    for row in range(section.start + 1, section.end):
        if not cells.filled[row]:
            break
        places |= {place for place, cell in enumerate(cells.rows[row]) if cell is not None}
    others = places - {section.places[-1]}
    if len(others) != 1:
        return None
    found = others.pop()
    below = [cells.rows[row][found] for row in range(section.start + 1, section.end)]
    numbers = [cell for cell in below if cell is not None]
    return found if numbers and sum(map(is_number, numbers)) > len(numbers) / 2 else None
