"""The sheet as it was typed, row by row with its role, for the review screen; and the rows to give back."""

from __future__ import annotations

from libcollab_metrics.ingest.body import BLANK_LINE, Body
from libcollab_metrics.ingest.columns import as_text
from libcollab_metrics.ingest.layout import Grid

#: Rows of the sheet shown on the review screen.
ROWS_SHOWN = 60

Picture = tuple[tuple[int, str, tuple[str, ...]], ...]


def picture(grid: Grid, body: Body) -> Picture:
    """Return the first rows as typed: Excel row, role (title, header, data, total, left-out), cells."""
    roles = dict.fromkeys(body.used[:ROWS_SHOWN].tolist(), "data") | dict.fromkeys(body.totals, "total")
    roles |= {index: "left-out" for index, _ in body.left}
    shown = []
    for index, row in enumerate(grid.cells.rows[: grid.header + ROWS_SHOWN]):
        if any(cell is not None for cell in row):
            role = "title" if index < grid.top else "header" if index <= grid.header else roles.get(index, "left-out")
            shown.append((grid.row_number(index), role, tuple(as_text(cell) for cell in row)))
    return tuple(shown)


def rejected_rows(grid: Grid, body: Body) -> Picture:
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
