"""A table with its header row: hidden sheets, rows and columns, merged numbers, and masked headings."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.files.cells import CellColumn, SheetCells
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.column_profiles import count_texts
from libcollab_metrics.ingest.tables.export_headings import without_group
from libcollab_metrics.ingest.tables.heading import Heading, may_be_name, parse_score_heading
from libcollab_metrics.ingest.tables.people_across import find_names_above_values, find_people_across
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.lexicon import asks_for_answers, known_words, word_list
from libcollab_metrics.ingest.values.marks import OTHER_TEXT, is_mark, normalize_mark
from libcollab_metrics.messages import Message
from libcollab_metrics.model.addresses import column_letters
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping, Question
from libcollab_metrics.model.schema import SCHEMA, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Grid:
    """A table with its header row.

    Attributes
    ----------
    cells : SheetCells
        Cells of the table.
    header : int
        Index in `cells.rows` of the last header row.
    headings : tuple of Heading
        One heading per column.
    layout : str
        Layout name, or "unknown".
    table : Table or None
        Table of a template sheet.
    top : int
        Index of the first header row; defaults to `header`.
    hidden : frozenset of int
        Indices of the hidden rows to exclude.
    close_kinds : tuple of str
        Kinds of rows that the evidence speaks for nearly as much, the one that is read first; empty if one is
        clear.
    is_named_by_answer : bool
        Whether the answer what a row of the sheet is applies to this table.
    closed_columns : frozenset of int
        Numbers of the columns of days on which there was no session.
    """

    cells: SheetCells
    header: int
    headings: tuple[Heading, ...]
    layout: str
    table: Table | None = None
    top: int = -2
    hidden: frozenset[int] = frozenset()  # indices of excluded hidden rows
    close_kinds: tuple[str, ...] = ()
    is_named_by_answer: bool = True
    closed_columns: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if self.top < -1:
            object.__setattr__(self, "top", self.header)

    @property
    def roles(self) -> set[str]:
        """Roles that the headings have unambiguously."""
        return {heading.role for heading in self.headings} - {""}

    @property
    def width(self) -> int:
        """Number of columns up to the last heading."""
        return max((h.column - self.cells.first_column + 1 for h in self.headings if h.text), default=0)

    def encode_column(self, column: int, rows: NDArray[Any]) -> tuple[NDArray[Any], list[object]]:
        """Return an Excel column's cells in these rows as codes into the distinct cells present."""
        position = column - self.cells.first_column
        if not 0 <= position < len(self.cells.columns):
            return np.zeros(len(rows), dtype=np.int32), [None]
        cells = self.cells.columns[position].take(rows)
        there = np.bincount(cells.codes, minlength=len(cells.cells)) > 0
        return (np.cumsum(there) - 1)[cells.codes], [cells.cells[code] for code in np.flatnonzero(there)]

    def texts_under(self, column: int) -> set[str]:
        """Return the distinct texts below the heading of an Excel column."""
        return set(map(cell_text, self._cells_under(column)))

    def has_text_under(self, column: int) -> bool:
        """Return whether there is any text below the heading of an Excel column."""
        return any(map(cell_text, self._cells_under(column)))

    def _cells_under(self, column: int) -> list[object]:
        return self.encode_column(column, np.arange(self.header + 1, self.cells.height))[1]

    def row_number(self, index: int) -> int:
        """Return the Excel row number of a row index."""
        return self.cells.first_row + index


def blank_closed_days(grid: Grid, marks: Collection[str]) -> Grid:
    """Return a register with blanks below the days on which everyone has a mark that says there was none.

    The mark of a few, next to other marks, says something about these people, and remains.
    """
    if not marks:
        return grid
    columns, closed = list(grid.cells.columns), set()
    for heading in grid.headings:
        if heading.day is None and heading.number is None:
            continue
        place = heading.column - grid.cells.first_column
        column = columns[place]
        typed = [normalize_mark(cell_text(cell)) for cell in column.cells]
        is_text = [len(mark) > MAX_MARK_LENGTH and not is_mark(mark) for mark in typed]
        is_closed = np.array(
            [
                mark in marks or (text and OTHER_TEXT in marks)
                for mark, text in zip(typed, is_text, strict=True)
            ]
        )
        is_other = np.array([mark not in marks and mark != "0" and is_mark(mark) for mark in typed])
        below = column.codes[grid.header + 1 :]
        if is_closed[below].any() and not is_other[below].any():
            closed.add(heading.column)
            columns[place] = column.with_codes(np.where(is_closed[column.codes], 0, column.codes))
    cells = replace(grid.cells, columns=tuple(columns))
    return replace(grid, cells=cells, closed_columns=frozenset(closed))


def mark_withdrawals(grid: Grid, log: IssueLog) -> Grid:
    """Return a register in which nothing is recorded for people from the day they withdrew; report it.

    Their cell of that day has a word such as "Baja" or "Dropped", and the cells of all later days are blank.
    """
    words = set(word_list("withdrawals"))
    places = [
        h.column - grid.cells.first_column for h in grid.headings if h.day is not None or h.number is not None
    ]
    columns = list(grid.cells.columns)
    says_so = np.zeros((grid.cells.height, len(places)), dtype=bool)
    for at, place in enumerate(places):
        says_so[:, at] = np.array([text in words for text in columns[place].folded])[columns[place].codes]
    says_so[: grid.header + 1] = False
    if not says_so.any():
        return grid
    filled = np.column_stack([columns[place].codes > 0 for place in places])
    ends = filled.shape[1] - 1 - np.argmax(filled[:, ::-1], axis=1)
    leaves = says_so[np.arange(len(ends)), ends]
    for at, place in enumerate(places):
        column = columns[place]
        cells = [*column.cells, NOT_RECORDED]
        is_recorded = filled[grid.header + 1 :, at].any()
        codes = np.where(leaves & (at >= ends) & is_recorded, len(column.cells), column.codes)
        columns[place] = CellColumn(codes.astype(np.int32), cells)
    rows = np.flatnonzero(leaves)
    message = Message("withdrew: nothing is counted from this day on")
    for row in rows.tolist():
        column_number = grid.cells.first_column + places[ends[row]]
        log.add("choice-assumed", grid.row_number(row), column_number, message=message)
    return replace(grid, cells=replace(grid.cells, columns=tuple(columns)))


# Hidden rows and columns are included, hidden sheets are excluded; both are reported, and answers override.

#: Mark of a day on which nothing was recorded for a person.
NOT_RECORDED = "not recorded"
#: Reason why a hidden sheet is not read.
HIDDEN_REASON = Message("the sheet is hidden")


def ask_about_hidden(cells: SheetCells, answers: Answers, log: IssueLog) -> tuple[Question, ...]:
    """Report an excluded hidden sheet, and ask whether to read it unless answered or empty."""
    if not cells.filled.any():
        return ()
    rows = int(cells.filled.sum())
    log.add(
        "hidden-content",
        heading=Message("sheet"),
        message=Message("the sheet is hidden, so its {rows} filled rows are left out", rows=rows),
    )
    if answers.get("hidden_sheets") is not None:
        return ()
    return (ask("hidden_sheets", cells.name, rows=rows),)


def exclude_hidden_rows(grid: Grid, answers: Answers, log: IssueLog) -> Grid:
    """Report the hidden rows of a table, and exclude them if answered so."""
    rows = [row for row in grid.cells.hidden_rows if row > grid.row_number(grid.header)]
    rows = [row for row in rows if grid.cells.filled[row - grid.cells.first_row]]
    out = answers.get("hidden_rows", "count") == "leave-out"
    message = (
        Message("hidden rows are left out, as you answered")
        if out
        else Message("hidden rows are read like the others")
    )
    if rows:
        log.request_question("hidden_rows")
    log.add_rows("hidden-content", rows, grid.cells.first_column, heading=Message("rows"), message=message)
    return replace(grid, hidden=frozenset(row - grid.cells.first_row for row in rows)) if out else grid


def exclude_hidden_columns(
    grid: Grid, mapping: Sequence[ColumnMapping], answers: Answers, log: IssueLog
) -> list[ColumnMapping]:
    """Report the hidden columns with headings, and exclude them if answered so."""
    hidden = set(grid.cells.hidden_columns)
    out = answers.get("hidden_rows", "count") == "leave-out"
    message = (
        Message("a hidden column is left out, as you answered")
        if out
        else Message("a hidden column is read like the others")
    )
    visible = []
    for mapped in mapping:
        if mapped.column in hidden and mapped.field:
            log.request_question("hidden_rows")
            log.add(
                "hidden-content",
                grid.row_number(grid.header),
                mapped.column,
                heading=mapped.heading,
                message=message,
            )
            mapped = (
                replace(mapped, field="", reason=Message("hidden: left out, as you answered"))
                if out
                else mapped
            )
        visible.append(mapped)
    return visible


# A number merged over several rows counts once, in the first row; it is unknown in the others.

#: Kinds of fields whose numbers are added up.
SUMMED_KINDS = ("count", "number", "money")


def unmerge_numbers(grid: Grid, mapping: Sequence[ColumnMapping], log: IssueLog) -> Grid:
    """Blank out all but the first row of a number merged over several rows, and report it.

    A merged text (a date, title or place) applies to every row; a number does not: a head count of 18 merged
    over two sessions is 18 visits in an unknown split.
    """
    added = {mapped.column: mapped for mapped in mapping if _is_summed(mapped.field)}
    columns = list(grid.cells.columns)
    for top, column, bottom, last in grid.cells.merged:
        first, end = top - grid.cells.first_row, bottom - grid.cells.first_row
        if column != last or end <= first or first <= grid.header or column not in added:
            continue
        position = column - grid.cells.first_column
        codes = columns[position].codes.copy()
        if not codes[first]:
            continue
        codes[first + 1 : end + 1] = 0
        columns[position] = columns[position].with_codes(codes)
        message = Message(
            "one number for rows {top} to {bottom}: counted once, in row {first}",
            top=str(top),
            bottom=str(bottom),
            first=str(top),
        )
        log.add_rows(
            "number-merged", range(top, bottom + 1), column, heading=added[column].heading, message=message
        )
    return replace(grid, cells=replace(grid.cells, columns=tuple(columns)))


@cache
def _is_summed(target: str) -> bool:
    table, _, name = target.partition(".")
    return table in SCHEMA and any(
        field.name == name and field.kind in SUMMED_KINDS for field in SCHEMA[table].fields
    )


# Where days are in rows and people in columns, headings may be names.

#: Maximum length of an attendance mark that is not a known word; of numbers only 0 and 1 are marks.
MAX_MARK_LENGTH = 3


#: Share of the filled cells of a column that are marks; a total is below them, a remark may be among them.
MOST_MARKS = 0.7


#: Layouts with people in their rows, whose headings are no people.
NAMES_IN_ROWS = (
    *("attendee_log", "sign_in", "roster", "sf2", "scores", "member_list", "registration_export"),
    "visit_counts",
)


def mask_transposed_headings(grid: Grid) -> Grid:
    """Replace headings that may be names by column letters: above marks, in a table on its side, in data."""
    if grid.layout in NAMES_IN_ROWS:
        names = _find_names(grid.headings)
        return replace(grid, headings=tuple(_mask_heading(h) if h in names else h for h in grid.headings))
    if grid.layout not in ("unknown", "session_log", "aggregated_log", "day_register"):
        return grid
    table = (grid.headings, grid.cells, grid.header)
    found = find_people_across(*table)
    if grid.layout == "unknown":
        found += find_names_above_values(*table)
        found += tuple(heading for heading in grid.headings if _occurs_below(grid, heading))
        found += _find_names(grid.headings)
    people = {heading.column for heading in found}
    hidden = [
        _mask_heading(heading) if heading.column in people or _is_possible_name(grid, heading) else heading
        for heading in grid.headings
    ]
    return replace(grid, headings=tuple(hidden))


def _find_names(headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """Return the headings written as "Surname, Name", and possible names in a row without a known heading.

    At least half of its texts may be names, and a status may be next to them: "Ana Cruz | late".
    """
    filled = [heading for heading in headings if re.search(r"[^\W\d_]", heading.text)]
    possible = [h for h in filled if not h.entry and not h.day and not h.month and may_be_name(h.text)]
    possible = [h for h in possible if not parse_score_heading(h.text).phase]
    statuses = known_words("status")
    is_data = all(h.entry is None or normalize_heading(h.text) in statuses for h in filled)
    if not is_data or 2 * len(possible) < len(filled):
        possible = [heading for heading in possible if "," in heading.text]
    return tuple(possible)


def _occurs_below(grid: Grid, heading: Heading) -> bool:
    """Return whether a heading without a meaning occurs among the cells below it: the row may be data."""
    column = grid.cells.columns[heading.column - grid.cells.first_column]
    code = column.codes[grid.header]
    return bool(code) and heading.entry is None and bool((column.codes[grid.header + 1 :] == code).any())


def letter_headings(cells: SheetCells) -> list[Heading]:
    """Return the letters of the columns as headings of a sheet that has none."""
    return [_mask_heading(Heading("", cells.first_column + place)) for place in range(len(cells.columns))]


def _mask_heading(heading: Heading) -> Heading:
    return Heading(Message("column {column}", column=column_letters(heading.column)), heading.column)


def is_masked(heading: Heading) -> bool:
    """Return whether the letter of its column is shown instead of a heading, because that may be data."""
    return isinstance(heading.text, Message)


def _is_possible_name(grid: Grid, heading: Heading) -> bool:
    if not heading.text or heading.entry or heading.day or heading.month or heading.number:
        return False
    if (
        heading.text.rstrip().endswith("?")
        or asks_for_answers(heading.text)
        or without_group(heading.text) != heading.text
    ):
        return False  # a question, such as "Did it happen?"
    counts = count_texts(heading, grid.cells, grid.header)
    ticks = sum(times for text, times in counts.items() if is_mark(text) and text not in ("0", "1"))
    may_be_marks = grid.layout == "unknown" and all(map(_is_mark, counts))
    return bool(counts) and (may_be_marks or ticks >= MOST_MARKS * counts.total())


def _is_mark(mark: str) -> bool:
    if mark.replace(".", "").isdecimal():
        return mark in ("0", "1")
    return len(mark) <= MAX_MARK_LENGTH or normalize_heading(mark) in known_words("status")
