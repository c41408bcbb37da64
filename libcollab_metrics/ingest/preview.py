"""The sheet as it was typed, row by row with its role and marks, for the review screen; and the rows to give back."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.own_workbooks import FORMS
from libcollab_metrics.ingest.tables.rows import BLANK_LINE, Body
from libcollab_metrics.ingest.values.columns import as_text
from libcollab_metrics.model.addresses import address, position
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.readings import Picture, Reasons, RejectedRows

#: Rows and columns always shown; further down, rows around a problem, at most so many of those.
ROWS_SHOWN = 60
PROBLEM_ROWS = 60
COLUMNS_SHOWN = 40
#: Cells of one issue looked at when rows are chosen.
CELLS_LOOKED_AT = 1000
#: Excel rows named for one reason; the count goes on.
ROWS_NAMED = 12
#: What an issue makes of a cell, the weightiest last.
MARKS = {"note": "note", "assumption": "assumed", "left-out": "left-out"}
TOTALS = "a total of other rows"


def picture(grid: Grid, body: Body, issues: Sequence[Issue] = ()) -> Picture:
    """Return the sheet as typed, as far as it helps: the first rows, and further down every row with a problem.

    Each row is (Excel row, role, cells, marks): role is title, header, data, total or left-out; a mark is
    "", "note", "assumed" or "left-out", by the weightiest issue that names the cell. Rows passed over are
    one row (first Excel row, "gap", (last Excel row, how many of them have a problem), ()); columns beyond
    the last one shown are a final row (0, "more-columns", (how many,), ()).
    """
    marks = _marks(issues)
    left = dict(body.left)
    problems = _problem_rows(grid, left, issues)
    indexes = _chosen(grid, problems)
    shown: list[tuple[int, str, tuple[str, ...], tuple[str, ...]]] = []
    before = -1
    for index in indexes:
        shown += _gap(grid, before, index, problems)
        before = index
        row = grid.cells.rows[index]
        if any(cell is not None for cell in row):
            cells = tuple(as_text(cell) for cell in row[:COLUMNS_SHOWN])
            number = grid.row_number(index)
            first = grid.cells.first_column
            marked = tuple(marks.get(address(number, first + place), "") for place in range(len(cells)))
            shown.append((number, _role(index, grid, body, left), cells, marked))
    shown += _gap(grid, before, len(grid.cells.rows), problems)
    width = max((len(grid.cells.rows[index]) for index in indexes), default=0)
    if width > COLUMNS_SHOWN:
        shown.append((0, "more-columns", (str(width - COLUMNS_SHOWN),), ()))
    return tuple(shown)


def _marks(issues: Sequence[Issue]) -> dict[str, str]:
    """Cell address → its mark; the weightiest issue has the last word."""
    found: dict[str, str] = {}
    for severity, mark in MARKS.items():
        for issue in issues:
            if issue.severity == severity:
                found |= dict.fromkeys(issue.cells, mark)
    return found


def _problem_rows(grid: Grid, left: Mapping[int, str], issues: Sequence[Issue]) -> set[int]:
    """Rows a librarian wants to see: left out for a reason, or with a cell that was assumed or left out."""
    found = {index for index, reason in left.items() if reason != BLANK_LINE}
    first, last = grid.cells.first_column, grid.cells.first_column + len(grid.cells.columns)
    for issue in issues:
        if issue.severity != "note":
            places = [position(cell) for cell in issue.cells[:CELLS_LOOKED_AT]]
            found |= {row - grid.cells.first_row for row, column in places if first <= column < last}
    return {index for index in found if 0 <= index < len(grid.cells.rows)}


def _chosen(grid: Grid, problems: set[int]) -> list[int]:
    """The first rows, and each problem row below them with its neighbours, in order."""
    count = len(grid.cells.rows)
    top = min(count, grid.header + 1 + ROWS_SHOWN)
    below = islice(sorted(index for index in problems if top <= index < count), PROBLEM_ROWS)
    near = {near for index in below for near in (index - 1, index, index + 1) if top <= near < count}
    return [*range(top), *sorted(near)]


def _gap(
    grid: Grid, before: int, index: int, problems: set[int]
) -> Iterator[tuple[int, str, tuple[str, ...], tuple[str, ...]]]:
    """One line for the rows passed over, with how many of them have a problem."""
    if index - before > 1:
        hidden = sum(1 for problem in problems if before < problem < index)
        yield grid.row_number(before + 1), "gap", (str(grid.row_number(index - 1)), str(hidden)), ()


def _role(index: int, grid: Grid, body: Body, left: Mapping[int, str]) -> str:
    if index <= grid.header and index not in left:
        return "title" if index < grid.top else "header"
    if index in body.totals:
        return "total"
    place = bisect_left(body.used, index)  # rows are used in the order of the sheet
    used = place < len(body.used) and body.used[place] == index
    if not used and grid.layout in FORMS and left.get(index, BLANK_LINE) == BLANK_LINE:
        return "title"  # we wrote this row, and nobody answered it: nothing of it was left out
    return "data" if used and index not in left else "left-out"


def left_out_reasons(body: Body) -> Reasons:
    """Return why rows are not used: (reason, how many, the first Excel rows), the commonest first.

    The counts add up to `rows_left_out`.
    """
    rows: dict[str, list[int]] = {TOTALS: [int(body.grid.row_number(index)) for index in body.totals]}
    for index, reason in sorted(body.left):
        rows.setdefault(reason, []).append(int(body.grid.row_number(index)))
    found = [(reason, len(listed), tuple(listed[:ROWS_NAMED])) for reason, listed in rows.items() if listed]
    return tuple(sorted(found, key=lambda one: -one[1]))


def rejected_rows(grid: Grid, body: Body) -> RejectedRows:
    """Return the rows that could not be used, as typed, each with its reason; headings come first."""
    reasons = [(index, reason) for index, reason in sorted(body.left) if reason != BLANK_LINE]
    if not reasons:
        return ()
    rows = grid.cells.rows
    heads = [
        (grid.row_number(index), "Error", tuple(as_text(cell) for cell in rows[index]))
        for index in range(max(grid.top, 0), grid.header + 1)
    ]
    listed = [
        (grid.row_number(index), reason, tuple(as_text(cell) for cell in rows[index])) for index, reason in reasons
    ]
    return (*heads, *listed)
