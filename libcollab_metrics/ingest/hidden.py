"""Hidden rows and columns: they count, and are told, unless the librarian leaves them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.departures import Departures
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.model.reading import Mapped


def leave_hidden_rows(grid: Grid, answers: Answers, log: Departures) -> Grid:
    """Tell of the hidden rows of a table; return the table without them if so answered."""
    rows = [row for row in grid.cells.hidden_rows if row > grid.row_number(grid.header)]
    rows = [row for row in rows if grid.cells.filled[row - grid.cells.first_row]]
    out = answers.get("hidden_rows", "count") == "leave-out"
    message = "hidden rows are left out because you said so" if out else "hidden rows are read like the others"
    log.add_rows("hidden-content", rows, grid.cells.first_column, heading="rows", message=message)
    return replace(grid, hidden=frozenset(row - grid.cells.first_row for row in rows)) if out else grid


def leave_hidden_columns(grid: Grid, mapping: Sequence[Mapped], answers: Answers, log: Departures) -> list[Mapped]:
    """Tell of the hidden columns under headings; return the mapping without them if so answered."""
    hidden = set(grid.cells.hidden_columns)
    out = answers.get("hidden_rows", "count") == "leave-out"
    message = "a hidden column is left out because you said so" if out else "a hidden column is read like the others"
    kept = []
    for mapped in mapping:
        if mapped.column in hidden and mapped.field:
            log.add("hidden-content", grid.row_number(grid.header), mapped.column, heading=mapped.heading,
                    message=message)  # fmt: skip
            mapped = replace(mapped, field="", reason="hidden: left out because you said so") if out else mapped
        kept.append(mapped)
    return kept
