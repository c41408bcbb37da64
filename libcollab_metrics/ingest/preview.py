"""Sheet preview on the review screen: which rows and columns are shown; rejected rows for download."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np

from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.own_workbooks import FORMS
from libcollab_metrics.ingest.tables.rows import BLANK_LINE_REASON, SheetRows
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.messages import Message
from libcollab_metrics.model.addresses import cell_reference, parse_reference
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.readings import Reasons, RejectedRows, SheetPreview

#: Rows and columns always shown. Below those, only rows around a problem are shown, at most
#: `MAX_PROBLEM_ROWS` of them.
ROWS_SHOWN = 60
MAX_PROBLEM_ROWS = 60
COLUMNS_SHOWN = 40
#: Maximum number of cells per issue examined when rows are selected.
MAX_CELLS_EXAMINED = 1000
#: Maximum number of Excel rows listed per reason; further rows are only counted.
MAX_ROWS_LISTED = 12
#: A note is marked in its cells if it is about at most this many; one about all marks of a list is not.
MAX_CELLS_OF_NOTE = 5
#: Cell mark for each issue severity, from least to most severe.
MARK_BY_SEVERITY = {"note": "note", "assumption": "assumed", "left-out": "left-out"}
TOTAL_ROW_REASON = Message("a total of other rows")


def build_preview(
    grid: Grid,
    body: SheetRows,
    issues: Sequence[Issue] = (),
    name_cell: Callable[[int, int], str] = cell_reference,
) -> SheetPreview:
    """Build the preview of a sheet: its first rows, and each problem row below them.

    Each row is (Excel row, role, cells, marks). The role is title, header, data, total or left-out. A mark is
    "", "note", "assumed" or "left-out", from the most severe issue that lists the cell. Omitted rows are
    summarized as one row: (first Excel row, "gap", (last Excel row, number of problem rows among them), ()).
    Columns beyond the last one shown are summarized in a final row: (0, "more-columns", (number of columns,),
    ()). `name_cell` gives the cell of the sheet from which a cell of the table was taken.
    """
    marks = _cell_marks(issues)
    left = dict(body.excluded)
    problems = _find_problem_rows(grid, left, issues)
    indexes = _select_rows(grid, problems)
    shown: list[tuple[int, str, tuple[str, ...], tuple[str, ...]]] = []
    before = -1
    for index in indexes:
        shown += _summarize_gap(grid, before, index, problems)
        before = index
        row = grid.cells.rows[index]
        if any(cell is not None for cell in row):
            cells = tuple(cell_text(cell) for cell in row[:COLUMNS_SHOWN])
            number = grid.row_number(index)
            first = grid.cells.first_column
            marked = tuple(
                marks.get(name_cell(number, first + position), "") for position in range(len(cells))
            )
            shown.append((number, _row_role(index, grid, body, left), cells, marked))
    shown += _summarize_gap(grid, before, len(grid.cells.rows), problems)
    width = max((len(grid.cells.rows[index]) for index in indexes), default=0)
    if width > COLUMNS_SHOWN:
        shown.append((0, "more-columns", (str(width - COLUMNS_SHOWN),), ()))
    return tuple(shown)


def _cell_marks(issues: Sequence[Issue]) -> dict[str, str]:
    """Map each cell address to the mark of its most severe issue; notes about many cells have no marks."""
    marks: dict[str, str] = {}
    for severity, mark in MARK_BY_SEVERITY.items():
        for issue in issues:
            is_general = severity == "note" and issue.count > MAX_CELLS_OF_NOTE
            if issue.severity == severity and not is_general:
                marks |= dict.fromkeys(issue.cells, mark)
    return marks


def _find_problem_rows(grid: Grid, excluded: Mapping[int, str], issues: Sequence[Issue]) -> set[int]:
    """Find rows to review: excluded for a reason, or with an assumed or excluded cell."""
    rows = {index for index, reason in excluded.items() if reason != BLANK_LINE_REASON}
    first, last = grid.cells.first_column, grid.cells.first_column + len(grid.cells.columns)
    for issue in issues:
        if issue.severity != "note":
            places = [parse_reference(cell) for cell in issue.cells[:MAX_CELLS_EXAMINED]]
            rows |= {row - grid.cells.first_row for row, column in places if first <= column < last}
    return {index for index in rows if 0 <= index < len(grid.cells.rows)}


def _select_rows(grid: Grid, problems: set[int]) -> list[int]:
    """Select the first rows, and each problem row below them with its neighbors, in order."""
    count = len(grid.cells.rows)
    top = min(count, grid.header + 1 + ROWS_SHOWN)
    below = islice(sorted(index for index in problems if top <= index < count), MAX_PROBLEM_ROWS)
    near = {near for index in below for near in (index - 1, index, index + 1) if top <= near < count}
    return [*range(top), *sorted(near)]


def _summarize_gap(
    grid: Grid, previous_index: int, index: int, problems: set[int]
) -> Iterator[tuple[int, str, tuple[str, ...], tuple[str, ...]]]:
    """Yield a summary row for the omitted rows, with the number of problem rows among them."""
    if index - previous_index > 1:
        hidden = sum(1 for problem in problems if previous_index < problem < index)
        yield grid.row_number(previous_index + 1), "gap", (str(grid.row_number(index - 1)), str(hidden)), ()


def _row_role(index: int, grid: Grid, body: SheetRows, excluded: Mapping[int, str]) -> str:
    if index <= grid.header and index not in excluded:
        return "title" if index < grid.top else "header"
    if index in body.totals:
        return "total"
    position = bisect_left(body.used, index)  # used rows are in sheet order
    used = position < len(body.used) and body.used[position] == index
    if not used and grid.layout in FORMS and excluded.get(index, BLANK_LINE_REASON) == BLANK_LINE_REASON:
        return "title"  # printed by this program and left blank by the user, so not excluded data
    return "data" if used and index not in excluded else "left-out"


def count_exclusion_reasons(body: SheetRows) -> Reasons:
    """Count unused rows by reason, most frequent reason first.

    Returns
    -------
    Reasons
        Tuples of (reason, number of rows, first Excel rows). The counts add up to `rows_left_out`.
    """
    rows: dict[str, list[int]] = {
        TOTAL_ROW_REASON: [int(body.grid.row_number(index)) for index in body.totals]
    }
    for index, reason in sorted(body.excluded):
        rows.setdefault(reason, []).append(int(body.grid.row_number(index)))
    counts = [
        (reason, len(listed), tuple(listed[:MAX_ROWS_LISTED])) for reason, listed in rows.items() if listed
    ]
    return tuple(sorted(counts, key=lambda pair: -pair[1]))


def list_rejected_rows(grid: Grid, body: SheetRows) -> RejectedRows:
    """Return the header rows and the unusable rows, as typed, each with its reason."""
    reasons = [(index, reason) for index, reason in sorted(body.excluded) if reason != BLANK_LINE_REASON]
    if not reasons:
        return ()
    heads = range(max(grid.top, 0), grid.header + 1)
    listed = [*((index, "Error") for index in heads), *reasons]
    typed = _typed_rows(grid, [index for index, _ in listed])
    return tuple(
        (grid.row_number(index), text, row) for (index, text), row in zip(listed, typed, strict=True)
    )


def _typed_rows(grid: Grid, indices: Sequence[int]) -> list[tuple[str, ...]]:
    """Return the texts of some rows; each distinct cell of a column is written as text once."""
    columns: list[list[str]] = []
    for column in grid.cells.columns:
        codes = column.codes[np.array(indices, dtype=np.intp)]
        texts = {code: cell_text(column.cells[code]) for code in np.unique(codes).tolist()}
        columns.append([texts[code] for code in codes.tolist()])
    return list(zip(*columns, strict=True))
