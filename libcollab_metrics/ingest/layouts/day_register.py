"""Reader for registers with days down and people across the top: one row is a session, one cell a mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.roster import (
    count_marks,
    find_answered_marks,
    mask_not_listed,
    read_mark,
    report_marks,
    statuses_of_listed,
)
from libcollab_metrics.ingest.layouts.roster_meetings import find_called_off
from libcollab_metrics.ingest.layouts.roster_totals import compare_person_totals
from libcollab_metrics.ingest.layouts.session_log import is_unreadable_day
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.people_across import find_counted_mark, find_people_across
from libcollab_metrics.ingest.tables.rows import ByField, SheetRows, classify_rows
from libcollab_metrics.ingest.tables.status_column import ask_marks
from libcollab_metrics.ingest.values.columns import cell_text, parse_days, parse_numbers
from libcollab_metrics.ingest.values.marks import (
    OTHER_TEXT,
    resolve_marks,
)
from libcollab_metrics.ingest.values.people import pseudonymize_names
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, concat_rows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.readings import ColumnMapping
from libcollab_metrics.model.schema import SCHEMA

if TYPE_CHECKING:
    from numpy.typing import NDArray

REASON = Message("marks of one person, in each row")
#: Field of the numbers of sessions, for a register without days.
NUMBER = "sessions.session_no"


def refine_register_mapping(grid: Grid, mapped: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Map the columns of people to marks, and what counts them to a check."""
    people = {heading.column for heading in find_people_across(grid.headings, grid.cells, grid.header)}
    return [_refine_column(mapping, people) for mapping in mapped]


def _refine_column(mapped: ColumnMapping, people: set[int]) -> ColumnMapping:
    if mapped.reason == "by hand":
        return mapped
    if mapped.column in people:
        return replace(mapped, field="participation.status", reason=REASON)
    return mapped


def read_day_register(task: ReadTask) -> ReadResult:
    """Read one session per row, and one mark per person and session; unexplained marks are asked about.

    A row without a mark is a day that was not recorded; a row whose words call it off is a cancelled session.
    """
    context = task.context
    body = classify_rows(task.grid, task.mapping, context.log, _missing_reason, is_unreadable_day)
    people = [mapped for mapped in task.mapping if mapped.field == "participation.status"]
    dated = next((mapped for mapped in task.mapping if mapped.field.endswith(".date")), None)
    dated = dated or next((mapped for mapped in task.mapping if mapped.field == NUMBER), None)
    if dated is None or not people:
        return ReadResult(body, {})
    cells = zip(*(body.column(mapped).cells for mapped in people), strict=True)
    texts = [[text for cell in row if (text := cell_text(cell))] for row in cells]
    is_off = np.array([bool(find_called_off(row, ())) for row in texts], dtype=bool)
    is_blank = np.array([not row for row in texts], dtype=bool)
    read = partial(read_mark, answered=find_answered_marks(context))
    is_remark = np.array([all(read(text) == OTHER_TEXT for text in row) for row in texts], dtype=bool)
    is_remark &= ~is_off & ~is_blank
    _report_days(body, dated, is_blank, is_remark, task)
    held = replace(body, used=body.used[~(is_off | is_blank | is_remark)])
    columns = [held.column(mapped) for mapped in people]
    marks = [column.parse(read) for column in columns]
    counts = count_marks(marks)
    legend = _find_legend(task)
    if not legend and context.answers.get("row_is") is None:
        where, message = (
            task.grid.row_number(task.grid.header),
            Message("read as people who came, by the title"),
        )
        for mapped in people:
            context.log.add("column-assumed", where, mapped.column, message=message)
    meanings = resolve_marks(counts, legend, context.answers)
    statuses = [column.map(lambda mark: meanings[mark].status) for column in marks]
    listed = [~mask_not_listed(column, meanings) for column in marks]
    report_marks(columns, marks, meanings, listed, context)
    of_listed = statuses_of_listed(statuses, listed)
    compare_person_totals(held, task.mapping, of_listed, context, noun="people")
    keys = list(pseudonymize_names(_read_names(task.grid, people), task.key))
    sessions = _build_sessions(held, dated, task)
    cancelled = _build_sessions(replace(body, used=body.used[is_off]), dated, task)
    rosters = EncodedValues.from_list(
        "partial" if "unknown" in row else "complete" for row in zip(*of_listed, strict=True)
    )
    own = {"roster": rosters} | _read_typed_counts(held, task)
    tables = {
        "sessions": concat_rows(
            [
                TableRows(sessions.columns | own, len(sessions)),
                cancelled.assign_constants(status="cancelled"),
            ]
        ),
        "participation": _build_people(sessions, keys, statuses, listed),
    }
    asked = tuple(m for m, meaning in meanings.items() if meaning.source in ("unexplained", "number"))
    return ReadResult(body, tables, ask_marks(task.grid.cells.name, asked, counts, columns, marks))


def _find_legend(task: ReadTask) -> dict[str, str]:
    """Return the status by mark that the sheet gives: in a legend, or by a column that counts a mark."""
    grid = task.grid
    people = find_people_across(grid.headings, grid.cells, grid.header)
    counted = find_counted_mark(people, grid.headings, grid.cells, grid.header) if people else ""
    return ({counted: "present"} if counted else {}) | dict(task.sheet_context.legend)


def _read_names(grid: Grid, people: Sequence[ColumnMapping]) -> list[str]:
    """Return the names at the top of the columns, which the mapping does not quote."""
    row = grid.cells.rows[grid.header]
    return [cell_text(row[mapped.column - grid.cells.first_column]) for mapped in people]


def _missing_reason(row: ByField) -> str:
    if row.get(NUMBER):
        return ""
    days = row.get("sessions.date", ())
    if any(is_unreadable_day("sessions.date", cell_text(day)) for day in days):
        return Message("a text in place of the date: a total or a remark")
    return "" if days else Message("no day")


def _report_days(
    body: SheetRows,
    dated: ColumnMapping,
    is_blank: NDArray[np.bool_],
    is_remark: NDArray[np.bool_],
    task: ReadTask,
) -> None:
    """Report the days that are no sessions: without any mark, or with words that are no marks."""
    for code, rows, message in (
        ("day-without-marks", is_blank, Message("there is no mark next to this day: it is no session")),
        (
            "day-not-explained",
            is_remark,
            Message("no mark next to this day is explained: it is no session until one is"),
        ),
    ):
        where = body.excel_rows[rows]
        task.context.log.add_rows(code, where, dated.column, heading=dated.heading, message=message)


def _build_sessions(body: SheetRows, dated: ColumnMapping, task: ReadTask) -> TableRows:
    """Build a session per row; two of one day are numbered. Without days, each number is a session."""
    if dated.field == NUMBER:
        columns = {"session_no": body.column(dated).parse_text(lambda text: text or None)}
        return _complete_sessions(columns, body, task)
    days = parse_days(body.column(dated), task.context)
    earlier: Counter[object] = Counter()
    labels = []
    for day, typed, _ in days:
        earlier[day] += 1
        again = f"{earlier[day]}" if day is not None and earlier[day] > 1 else None
        labels.append(typed or again)
    columns = {"date": days.map(lambda day: day[0]), "session_no": EncodedValues.from_list(labels)}
    return _complete_sessions(columns, body, task)


def _complete_sessions(columns: dict[str, EncodedValues], body: SheetRows, task: ReadTask) -> TableRows:
    """Build the sessions of these columns with their rows, program and place."""
    rows = columns | {"row": EncodedValues.from_list(body.excel_rows.tolist())}
    return TableRows(rows, len(body.used)).assign_constants(
        program_id=task.sheet_context.program or None, site=task.sheet_context.site or None, events=1.0
    )


def _read_typed_counts(body: SheetRows, task: ReadTask) -> dict[str, EncodedValues]:
    """Return the head count of each session, where a column gives one."""
    typed = [mapped for mapped in task.mapping if mapped.field == "sessions.attended"]
    if not typed:
        return {}
    reads = parse_numbers(SCHEMA["sessions"].field("attended"), body.column(typed[0]), task.context)
    return {
        "attended": reads.map(lambda read: read.value),
        "attended_is_estimate": reads.map(lambda read: read.is_estimate),
        "attended_at_least": reads.map(lambda read: read.is_lower_bound),
    }


def _build_people(
    sessions: TableRows,
    people: Sequence[str | None],
    statuses: Sequence[EncodedValues],
    listed: Sequence[NDArray[np.bool_]],
) -> TableRows:
    """Build one row per person and session at which the person was on the list."""
    same = {name: sessions.column(name) for name in ("date", "session_no", "row", "program_id", "site")}
    parts = [
        TableRows(same | {"status": column}, len(sessions))
        .assign_constants(person_key=person, source="roster")
        .select(on)
        for person, column, on in zip(people, statuses, listed, strict=True)
    ]
    return concat_rows(parts)
