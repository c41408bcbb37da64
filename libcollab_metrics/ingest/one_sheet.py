"""One sheet read: its tables found, mapped, read, corrected, and what is asked and told of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.asked import rank
from libcollab_metrics.ingest.body import Body
from libcollab_metrics.ingest.cells import MOST_LETTERS, SheetCells
from libcollab_metrics.ingest.columns import Context
from libcollab_metrics.ingest.context import Surroundings, look_around
from libcollab_metrics.ingest.corrections import apply_corrections
from libcollab_metrics.ingest.departures import Departures
from libcollab_metrics.ingest.follow_ups import follow_up
from libcollab_metrics.ingest.hidden import HIDDEN, ask_about_hidden, leave_hidden_columns, leave_hidden_rows
from libcollab_metrics.ingest.layout import Grid, recognise
from libcollab_metrics.ingest.layouts import OWN_LAYOUTS, READERS, Task
from libcollab_metrics.ingest.logs import SHARED
from libcollab_metrics.ingest.mapping import fingerprint, first_use_only, propose_mapping, template_mapping
from libcollab_metrics.ingest.meeting_log import told_once
from libcollab_metrics.ingest.merged import count_merged_once
from libcollab_metrics.ingest.near_names import note_near_names
from libcollab_metrics.ingest.partner_forms import FORMS
from libcollab_metrics.ingest.people import NAME_FIELDS
from libcollab_metrics.ingest.preview import left_out_reasons, picture, rejected_rows
from libcollab_metrics.ingest.questions import ask
from libcollab_metrics.ingest.returned import OWN_SHEET, is_own_sheet, without_error_column
from libcollab_metrics.ingest.settle import settle
from libcollab_metrics.ingest.split import rows_with_numbers, table_above
from libcollab_metrics.ingest.tabs import Aside
from libcollab_metrics.ingest.turned import without_names
from libcollab_metrics.ingest.values import Rows
from libcollab_metrics.model.addresses import address, position
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.readings import Mapped, Question, SheetReading

#: Fields that several headings fill in some layouts only.
MORE_SHARED = {
    "roster": ("participation.status",),
    "sf2": ("participation.status",),
    "tally_grid": ("sessions.events",),
    "libcal": ("sessions.site",),
    "form_responses": ("outcomes.rating",),
    "ledger": ("ledger.note", "ledger.quantity"),
    "scores": ("outcomes.before", "outcomes.after"),
}
LAYOUTS = tuple(READERS)


def read_sheet(
    cells: SheetCells, answers: Answers, key: bytes, log: Departures, tabs_begin: int, aside: Aside | None = None
) -> list[tuple[SheetReading, Rows]]:
    """Return how each table of a sheet was read and its rows by table; departures go to the log.

    Parameters
    ----------
    answers : those that hold for this sheet.
    tabs_begin : the month of the file's first tab that is named after one; 1 when none is.
    aside : why the tab is left out beside the others of its file, if it is.
    """
    cells = without_error_column(cells, log)
    reason = _not_read(cells, answers, aside)
    grids = [] if reason else recognise(cells, answers)
    if not grids:
        if reason != OWN_SHEET:  # nobody typed it
            log.add("sheet-skipped", message=reason or "it holds no table")
        asked = ask_about_hidden(cells, answers, log) if reason == HIDDEN else ()
        asked = aside.question(cells.name) if aside is not None and reason == aside.told() else asked
        return [(SheetReading(cells.name, "skipped", saw=reason or "it holds no table", questions=asked), {})]
    _note_file(cells, log)
    return told_once([_read_table(grid, answers, key, log, tabs_begin) for grid in grids], log)


def _read_table(
    grid: Grid, answers: Answers, key: bytes, log: Departures, tabs_begin: int
) -> tuple[SheetReading, Rows]:
    _check_layout(grid.layout)
    _note_place(grid, log)
    grid = leave_hidden_rows(without_names(grid), answers, log)
    mapping = leave_hidden_columns(grid, _mapping(grid, answers), answers, log)
    grid = count_merged_once(grid, mapping, log)
    if grid.layout not in LAYOUTS:
        return _unknown(grid, mapping, log), {}
    around = look_around(grid, answers.get("date_order", "month-first"))
    # Under an instruction such as "0 if not applicable" a 0 is no count, unless the librarian says that it is.
    meant = answers.get("zero_means", "not-recorded" if around.zero_may_mean_none else "nobody-came")
    from_csv = bool(grid.cells.encoding)
    year, first_month = _period(answers, around, tabs_begin)
    context = Context(answers, log, year, from_csv, meant == "not-recorded", around.month, first_month)
    found = READERS[grid.layout](Task(grid, mapping, around, context, key))
    found.body.left += _left_above(grid, log)
    apply_corrections(found.rows, answers.given, key, log)
    if around.tardy_rule and found.rows.get("participation"):
        log.add("rule-not-applied", value=around.tardy_rule, message="not applied: whoever came late was there")
    for mapped in mapping:
        _note_mapped(grid, mapped, log)
    asked = (*ask(grid, mapping, around, context, found.body), *found.asked, *follow_up(grid.cells.name, context))
    questions = tuple(sorted(asked, key=lambda question: rank(question.id, grid.cells.name)))
    near = note_near_names(found.body, mapping, answers.get("same_person", ()), log)
    reading = _reading(grid, mapping, found.body, found.rows, questions, log.issues())
    return replace(reading, near_names=near, replies=found.replies), found.rows


def _not_read(cells: SheetCells, answers: Answers, aside: Aside | None) -> str:
    only = answers.get("only_sheets")
    if only is not None and cells.name not in only:
        return "not among the sheets chosen"
    if is_own_sheet(cells):
        return OWN_SHEET
    if answers.get("layout") == "skipped":
        return "you said to leave it out"
    if cells.hidden and answers.get("hidden_sheets", "leave-out") != "read":
        return HIDDEN
    if not cells.filled.any():
        return "the sheet is empty"
    return aside.told() if aside is not None else ""


def _period(answers: Answers, around: Surroundings, tabs_begin: int) -> tuple[int | None, int]:
    """The year of a sheet and the month it begins in; an answered year is that of the first month answered for."""
    if answers.get("year"):
        return answers.get("year"), (around.month or 1) if "year" in answers.own else tabs_begin
    return around.year, around.first_month


def _check_layout(layout: str) -> None:
    if layout not in (*LAYOUTS, "unknown"):
        raise LibCollabError(f'There is no layout "{layout}". Known: {", ".join(LAYOUTS)}.')


def _note_file(cells: SheetCells, log: Departures) -> None:
    if cells.encoding_guessed:
        log.add("encoding-guessed", message=f"read as {cells.encoding}")
    if cells.hidden:
        log.add("hidden-content", message="the sheet is hidden and was read because you said so")
    for place in cells.formulas_without_value:
        log.add("formula-without-value", *position(place), message="the result of a formula was never stored")
    for place in cells.shortened:
        log.add("text-shortened", *position(place), message=f"the first {MOST_LETTERS:,} letters were read")


def _note_place(grid: Grid, log: Departures) -> None:
    if grid.layout in FORMS:
        return  # they stand where this program put them
    if grid.top > 0 and grid.cells.filled[: grid.top].any():
        log.add("header-below-top", grid.row_number(grid.header), grid.cells.first_column,
                message=f"the headings stand in row {grid.row_number(grid.header)}")  # fmt: skip
    if grid.top < grid.header:
        rows = f"{grid.row_number(grid.top)} and {grid.row_number(grid.header)}"
        log.add("header-rows-joined", grid.row_number(grid.top), grid.cells.first_column,
                message=f"the headings of rows {rows} are read together")  # fmt: skip


def _left_above(grid: Grid, log: Departures) -> list[tuple[int, str]]:
    """Tell of the rows of another table above the headings that is not read: each with why."""
    above = None if grid.layout in FORMS or grid.table is not None else table_above(grid.cells, grid.top)
    if above is None:
        return []
    left = rows_with_numbers(grid.cells.window(0, grid.top), above.bottom)
    reason = f"a table of its own above the headings in row {grid.row_number(grid.header)}"
    log.add_rows("row-left-out", [grid.row_number(index) for index in left], grid.cells.first_column, message=reason)
    return [(index, reason) for index in left]


def _mapping(grid: Grid, answers: Answers) -> list[Mapped]:
    given = answers.get("mapping", {})
    if grid.table is not None:
        return first_use_only(template_mapping(grid.headings, grid.table, given), ())
    if grid.layout in OWN_LAYOUTS:
        return []  # read by their codes, line by line
    shared = (*SHARED, *MORE_SHARED.get(grid.layout, ()))
    proposed = propose_mapping(grid.headings, grid.layout, given, grid.texts_under)
    return first_use_only(settle(grid, proposed), shared)


def _note_mapped(grid: Grid, mapped: Mapped, log: Departures) -> None:
    row = grid.row_number(grid.header)
    if mapped.field in ("discard", *NAME_FIELDS) or mapped.field.endswith("respondent_key"):
        log.add("personal-column-discarded", row, mapped.column, heading=mapped.heading,
                message="read in memory only; no name or detail of a person is kept")  # fmt: skip
    elif not mapped.field:
        log.add("column-not-used", row, mapped.column, heading=mapped.heading, message=mapped.reason)


def _unknown(grid: Grid, mapping: list[Mapped], log: Departures) -> SheetReading:
    """Say honestly that this sheet was not understood, and what was seen in it."""
    filled = (np.flatnonzero(grid.cells.filled[grid.header + 1 :]) + grid.header + 1).tolist()
    names = ", ".join(f'"{heading.text}"' for heading in grid.headings if heading.text)
    saw = f"{len(filled)} filled rows under the headings {names} in row {grid.row_number(grid.header)}"
    log.add(
        "layout-unknown",
        grid.row_number(grid.header),
        grid.cells.first_column,
        message=f"I could not tell what this sheet is. I saw {saw}.",
    )
    body = Body(grid, left=[(index, "the sheet was not understood") for index in filled])
    options = tuple((layout, layout.replace("_", " ")) for layout in LAYOUTS if layout not in OWN_LAYOUTS)
    question = Question(f"sheets.{grid.cells.name}.layout", f"What is this sheet? I saw {saw}.", options, "unknown")
    return replace(_reading(grid, mapping, body, {}, (question,), log.issues()), saw=saw)


def _reading(
    grid: Grid, mapping: Sequence[Mapped], body: Body, rows: Rows, questions: tuple[Question, ...],
    issues: Sequence[Issue],
) -> SheetReading:  # fmt: skip
    main = grid.table.name if grid.table else max(rows, key=lambda table: len(rows[table]), default="")
    return SheetReading(
        grid.cells.name, grid.layout, main, grid.row_number(grid.header), body.rows_read, len(body.used),
        len(body.totals) + len(body.left), tuple(mapping), questions, fingerprint(grid.headings),
        first_cell=address(grid.cells.first_row, grid.cells.first_column),
        reasons=left_out_reasons(body), preview=picture(grid, body, issues), rejected=rejected_rows(grid, body),
    )  # fmt: skip
