"""Hidden rows and columns count and hidden sheets do not, unless the librarian says otherwise; each is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.cells import SheetCells
from libcollab_metrics.ingest.departures import Departures
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.model.readings import Mapped, Question

#: Why a hidden sheet is not read.
HIDDEN = "the sheet is hidden"


def ask_about_hidden(cells: SheetCells, answers: Answers, log: Departures) -> tuple[Question, ...]:
    """Tell of a hidden sheet that is left out, and ask for it unless that was answered or it is empty."""
    if not cells.filled.any():
        return ()
    rows = int(cells.filled.sum())
    log.add("hidden-content", heading="sheet", message=f"the sheet is hidden, so its {rows} filled rows are left out")
    if answers.get("hidden_sheets") is not None:
        return ()
    options = (("leave-out", "no, leave it out"), ("read", "yes, read it"))
    text = f"The sheet is hidden and holds {rows} filled rows. Should it be read?"
    return (Question(f"sheets.{cells.name}.hidden_sheets", text, options, "leave-out"),)


def leave_hidden_rows(grid: Grid, answers: Answers, log: Departures) -> Grid:
    """Tell of the hidden rows of a table; return the table without them if so answered."""
    rows = [row for row in grid.cells.hidden_rows if row > grid.row_number(grid.header)]
    rows = [row for row in rows if grid.cells.filled[row - grid.cells.first_row]]
    out = answers.get("hidden_rows", "count") == "leave-out"
    message = "hidden rows are left out because you said so" if out else "hidden rows are read like the others"
    if rows:
        log.ask("hidden_rows")
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
            log.ask("hidden_rows")
            log.add("hidden-content", grid.row_number(grid.header), mapped.column, heading=mapped.heading,
                    message=message)  # fmt: skip
            mapped = replace(mapped, field="", reason="hidden: left out because you said so") if out else mapped
        kept.append(mapped)
    return kept
