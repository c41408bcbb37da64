"""Reader for counts with months, programs, weekdays or places across the top: one cell sums up sessions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.files.cells import CellColumn
from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.grids import Period, parse_periods
from libcollab_metrics.ingest.layouts.roster_meetings import find_meetings
from libcollab_metrics.ingest.layouts.session_days import read_session_days
from libcollab_metrics.ingest.layouts.session_log import exclude_unreadable_months, is_unreadable_day
from libcollab_metrics.ingest.layouts.session_titles import cancel_closed_marks, exclude_cancelled
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.column_roles import SUM_REASON
from libcollab_metrics.ingest.tables.cross_columns import (
    Contribution,
    CrossColumns,
    contribution_of,
    counts_called_off,
    find_cross_columns,
    measure_of,
    pair_rows,
    split_week,
    weekday_of,
)
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.heading import Heading, has_total_word
from libcollab_metrics.ingest.tables.reconcile import compare_totals, drop_period_rollups
from libcollab_metrics.ingest.tables.rows import ByField, SheetRows, classify_rows
from libcollab_metrics.ingest.tables.sum_rows import exclude_sum_rows, is_period
from libcollab_metrics.ingest.values.columns import cell_text, parse_currencies, parse_days, parse_numbers
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.ingest.values.parts import part_of
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, concat_rows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping
from libcollab_metrics.model.schema import LIBRARY, PROJECT, SCHEMA

if TYPE_CHECKING:
    from numpy.typing import NDArray

ATTENDED, EVENTS = SCHEMA["sessions"].field("attended"), SCHEMA["sessions"].field("events")
LEDGER = SCHEMA["ledger"]
DAYS_OF_WEEK = 7
#: Fewest pairs of rows of which one may be the sum of the others.
MIN_PAIRS_OF_SUM = 3
#: Reason of the columns of a dimension.
REASON = Message("one of the columns across the top: a count in each row")
COMPARED_REASON = Message("a plan or an earlier year, to compare with")


def refine_cross_mapping(grid: Grid, mapped: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Map the columns of a dimension to head counts, numbers of sessions and the name of the row."""
    cross = _find_columns(grid)
    if cross is None:
        return list(mapped)
    fields = {heading.column: "sessions.attended" for heading in cross.people}
    fields |= {heading.column: "sessions.events" for heading in cross.events.values()}
    fields |= {heading.column: "check" for heading in cross.totals}
    fields |= {heading.column: "" for heading in cross.compared}
    if cross.label is not None:
        fields[cross.label.column] = _field_of_label(cross)
    if cross.dated is not None:
        fields[cross.dated.column] = "period.month" if cross.dated.role == "month" else "sessions.date"
    if cross.kind == "places" and len(cross.totals) == 1:
        fields |= {heading.column: "check" for heading in cross.people}
        fields[cross.totals[0].column] = "sessions.attended"
    reasons = {column: SUM_REASON for column, field in fields.items() if field == "check"}
    reasons |= dict.fromkeys((heading.column for heading in cross.compared), COMPARED_REASON)
    refined = [
        replace(m, field=fields[m.column], reason=reasons.get(m.column, REASON))
        if m.column in fields and m.reason != "by hand"
        else m
        for m in mapped
    ]
    if cross.label is not None and not cross.label.text:
        label = ColumnMapping(
            "", "programs.name", Message("the words that name the rows"), cross.label.column
        )
        return [label, *refined]
    return refined


def _field_of_label(cross: CrossColumns) -> str:
    """Return the field of the names of the rows; those of other groups, such as grades, have none."""
    role = cross.label.role if cross.label is not None else ""
    if cross.kind == "parts":
        return ""
    if cross.kind == "days" and role != "program":
        return "sessions.site" if role == "site" else ""
    return "programs.name"


def _find_columns(grid: Grid) -> CrossColumns | None:
    return find_cross_columns(grid.headings, grid.cells, grid.header)


def read_cross_table(task: ReadTask) -> ReadResult:
    """Read one row per cell: a month's sessions of a program, or the session of a weekday or place.

    The question is whether columns of places are sessions, or the homes of the people of one session.
    """
    cross = _find_columns(task.grid)
    if cross is None:
        body = classify_rows(
            task.grid, task.mapping, task.context.log, lambda _: Message("no column is a month or a day")
        )
        return ReadResult(body, {})
    if cross.kind == "measures":
        return _read_measures(task, cross)
    if cross.kind == "months":
        return _read_month_pairs(task, cross)
    if cross.kind == "programs":
        return _read_program_pairs(task, cross)
    if cross.kind == "days":
        return _read_dated_columns(task, cross)
    if cross.kind == "parts":
        return _read_parts(task, cross)
    return _read_days(task, cross)


def _missing_count(row: ByField) -> str:
    return "" if row.get("sessions.attended") or row.get("sessions.events") else Message("no number")


def _read_month_pairs(task: ReadTask, cross: CrossColumns) -> ReadResult:
    """Read one grouped session row per program and month."""
    body = classify_rows(task.grid, task.mapping, task.context.log, _missing_count)
    label = cross.label
    names = body.column_at(label.column).parse_text(lambda text: text or None) if label else None
    parts = []
    for period in parse_periods(cross.people, task.grid, task.context):
        people, events = period.heading, cross.events[period.heading.column]
        rows = _build_rows(body, people, task)
        held = parse_numbers(EVENTS, body.column_at(events.column, events.text), task.context)
        columns = rows.columns | {"events": held.map(lambda read: read.value)}
        if names is not None:
            columns["program_id"] = names
        rows = _date_month(TableRows(columns, len(rows)), period)
        counts = rows.column("attended").where(bool) | rows.column("events").where(bool)
        parts.append(rows.select(counts))
        compare_totals(
            body, _mapping_of(people), list(rows.column("attended")), task.context, can_override=False
        )
    return _finish(task, body, parts)


def _read_program_pairs(task: ReadTask, cross: CrossColumns) -> ReadResult:
    """Read one grouped session row per program and month or day, without the sums of quarters."""
    body = classify_rows(task.grid, task.mapping, task.context.log, _missing_period, is_unreadable_day)
    drop_period_rollups(body, task.mapping, task.context)
    if cross.dated is not None:
        is_undated = ~body.column_at(cross.dated.column).parse(is_period).where(bool)
        fields = ("sessions.attended", "sessions.events", "check")
        exclude_sum_rows(body, task.mapping, fields, is_undated, task.context.log)
    exclude_unreadable_months(body, task.mapping, task.context)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    periods = read_session_days(columns, task.sheet_context, task.context, len(body.used))
    parts = []
    for people in cross.people:
        events = cross.events[people.column]
        came = _read_people(body, people, task)
        held = parse_numbers(EVENTS, body.column_at(events.column, events.text), task.context)
        rows = _count_rows(body, came)
        rows = TableRows(rows.columns | periods | {"events": held.map(lambda read: read.value)}, len(rows))
        if len(cross.people) > 1:  # a single one is what happened, next to a plan or an earlier year
            rows = rows.assign_constants(program_id=people.spanning_text)
        counts = list(rows.column("attended"))
        compare_totals(body, _mapping_of(people), counts, task.context, can_override=False)
        filled = rows.column("attended").where(bool) | rows.column("events").where(bool)
        unread = [reads.where(lambda read: read.code == "number-unreadable") for reads in (came, held)]
        parts.append(rows.select(filled | unread[0] | unread[1]))
    return _finish(task, body, parts)


def _missing_period(row: ByField) -> str:
    if not row.get("sessions.date") and not row.get("period.month"):
        return Message("no day and no month")
    return _missing_count(row)


def _mapping_of(heading: Heading) -> ColumnMapping:
    return ColumnMapping(heading.text, "sessions.attended", REASON, heading.column)


def _date_month(rows: TableRows, period: Period) -> TableRows:
    typed = None if period.day else period.heading.text
    return rows.assign_constants(date=period.day, session_no=typed, date_precision="month")


def _build_rows(body: SheetRows, heading: Heading, task: ReadTask) -> TableRows:
    """Build one row per used row from a column of head counts."""
    return _count_rows(body, _read_people(body, heading, task))


def _count_rows(body: SheetRows, reads: EncodedValues) -> TableRows:
    return TableRows(
        {
            "attended": reads.map(lambda read: read.value),
            "attended_is_estimate": reads.map(lambda read: read.is_estimate),
            "attended_at_least": reads.map(lambda read: read.is_lower_bound),
            "row": EncodedValues.from_list(body.excel_rows.tolist()),
        },
        len(body.used),
    )


def _read_people(body: SheetRows, heading: Heading, task: ReadTask) -> EncodedValues:
    """Return the head counts of a column; words and marks for no session are no numbers."""
    column = body.column_at(heading.column, heading.text)
    closed = cancel_closed_marks([column], task.sheet_context.closed_marks)
    (column,) = exclude_cancelled(closed)
    return parse_numbers(ATTENDED, column, task.context)


def _finish(task: ReadTask, body: SheetRows, parts: Sequence[TableRows], asked: bool = False) -> ReadResult:
    """Return the rows of all columns, held, with the program and place of the sheet where rows have none."""
    sessions = concat_rows(parts)
    status = sessions.column("status").fill_unknown(EncodedValues.constant("held", len(sessions)))
    sessions = TableRows(sessions.columns | {"status": status}, len(sessions))
    for name, value in (("program_id", task.sheet_context.program), ("site", task.sheet_context.site)):
        if name not in sessions.columns:
            sessions = sessions.assign_constants(**{name: value or None})
    question = (ask("columns_of_places", task.grid.cells.name),) if asked else ()
    return ReadResult(body, {"sessions": sessions}, question)


def _read_measures(task: ReadTask, cross: CrossColumns) -> ReadResult:
    """Read one grouped session row per month from a row of sessions and a row of people.

    Rows of money spent and of hours worked go to the ledger, one row a month.
    """
    log = task.context.log
    body = classify_rows(task.grid, task.mapping, log, _missing_count)
    _use_total_of_people(body)
    label = cross.label
    texts = list(map(cell_text, body.column_at(label.column).cells)) if label else []
    measures = (
        map(cell_text, body.column_at(cross.measure.column).cells) if cross.measure else [""] * len(texts)
    )
    pairs = pair_rows(dict(enumerate(zip(texts, measures, strict=True))))
    pairs, sums = _split_sums(pairs, _read_counts(body, cross.people))
    paired = {row for pair in pairs for row in pair[:2]}
    sums += [row for row, text in enumerate(texts) if row not in paired and _names_sum(text)]
    sums_reason = Message("its numbers are the sums of other rows")
    log.add_rows(
        "totals-row-left-out", body.excel_rows[sums], task.grid.cells.first_column, message=sums_reason
    )
    spent = {
        row: kind for row, text in enumerate(texts) if row not in paired and (kind := contribution_of(text))
    }
    called_off = [row for row, text in enumerate(texts) if row not in paired and counts_called_off(text)]
    read = paired | set(spent) | set(sums) | set(called_off)
    others = [row for row in range(len(texts)) if row not in read]
    reason = Message("it counts neither sessions nor people, money spent or hours worked")
    log.add_rows("row-without-data", body.excel_rows[others], task.grid.cells.first_column, message=reason)
    counted = replace(body, used=body.used[sorted(paired)])
    place = {row: position for position, row in enumerate(sorted(paired))}
    periods = parse_periods(cross.people, task.grid, task.context)
    parts = []
    for period in periods:
        rows = _build_rows(counted, period.heading, task)
        counts = list(rows.column("attended"))
        for events, people, name in pairs:
            if counts[place[events]] is None and counts[place[people]] is None:
                continue  # nothing in this month
            own = rows.select(np.array([place[people]]))
            own = _date_month(own, period).assign_constants(events=counts[place[events]])
            parts.append(own.assign_constants(program_id=name or task.sheet_context.program or None))
        parts += [_build_called_off(body, row, period, task) for row in called_off]
    ledger = [
        _build_contribution(body, row, kind, period, task)
        for row, kind in spent.items()
        for period in periods
    ]
    in_sums = body.used[sums]
    body.exclude(others, reason)
    body.exclude(np.flatnonzero(np.isin(body.used, in_sums)), sums_reason)
    result = _finish(task, body, parts) if parts else ReadResult(body, {})
    return replace(result, tables=result.tables | {"ledger": concat_rows(ledger)}) if ledger else result


def _build_called_off(body: SheetRows, row: int, period: Period, task: ReadTask) -> TableRows:
    """Build the row of the sessions that were called off in one month; none for a blank cell or 0."""
    own = replace(body, used=body.used[[row]])
    rows = _date_month(_build_rows(own, period.heading, task), period)
    events = rows.column("attended")
    columns = {name: column for name, column in rows.columns.items() if not name.startswith("attended")}
    rows = TableRows(columns | {"events": events}, 1).assign_constants(
        status="cancelled", program_id=task.sheet_context.program or None
    )
    return rows.select(events.where(bool))


def _names_sum(text: str) -> bool:
    """Return whether a label counts all sessions or people: "Total attendance"."""
    return has_total_word(text) and measure_of(text) is not None


def _use_total_of_people(body: SheetRows) -> None:
    """Use "Total people" as the row of people if no other row counts people: "Toddlers", "Grown-ups"."""
    if any(measure_of(body.label(index)) == "people" for index in body.used.tolist()):
        return
    people = [index for index in body.totals if measure_of(body.label(index)) == "people"]
    if len(people) == 1:
        body.totals.remove(people[0])
        body.used = np.sort(np.append(body.used, people[0]))


def _read_counts(body: SheetRows, columns: Sequence[Heading]) -> NDArray[np.float64]:
    """Return the numbers of each row below some headings; those of blank cells are 0."""
    numbers = [
        body.column_at(heading.column).parse(lambda cell: parse_number(cell_text(cell)).value or 0.0)
        for heading in columns
    ]
    return np.array([list(column) for column in numbers], dtype=np.float64)


def _split_sums(
    pairs: Sequence[tuple[int, int, str]], counts: NDArray[np.float64]
) -> tuple[list[tuple[int, int, str]], list[int]]:
    """Return the pairs of rows that are no sums of the other pairs, and the rows of those that are."""
    rows = np.array([pair[:2] for pair in pairs], dtype=np.int64).reshape(-1, 2)
    own = counts[:, rows]
    is_sum = (2 * own == own.sum(axis=1, keepdims=True)).all(axis=(0, 2)) & (len(pairs) >= MIN_PAIRS_OF_SUM)
    others = [pair for pair, is_total in zip(pairs, is_sum.tolist(), strict=True) if not is_total]
    return others, sorted(rows[is_sum].ravel().tolist())


def _build_contribution(
    body: SheetRows, row: int, kind: Contribution, period: Period, task: ReadTask
) -> TableRows:
    """Build the ledger row of one month from a row of money spent or hours worked; none for a blank cell."""
    own = replace(body, used=body.used[[row]])
    field = LEDGER.field("value" if kind == "cash" else "quantity")
    column = own.column_at(period.heading.column, period.heading.text)
    reads = parse_numbers(field, column, task.context)
    is_staff = kind == "staff_hours"
    written = parse_currencies(replace(column, heading=body.label(int(body.used[row]))))
    rows = TableRows(
        {
            field.name: reads.map(lambda read: read.value),
            "currency": written if kind == "cash" else EncodedValues.constant(None, 1),
            "row": EncodedValues.from_list(own.excel_rows.tolist()),
        },
        1,
    ).assign_constants(
        date=period.day,
        kind=kind,
        status="received" if kind == "volunteer_hours" else "spent",
        program_id=task.sheet_context.program or None,
        from_party=LIBRARY if is_staff else None,
        to_party=None if kind == "cash" else PROJECT,
        unit=None if kind == "cash" else "hours",
    )
    return rows.select(reads.where(lambda read: read.value is not None))


def _missing_day(row: ByField) -> str:
    if not row.get("sessions.date"):
        return Message("no day")
    return _missing_count(row)


def _read_days(task: ReadTask, cross: CrossColumns) -> ReadResult:
    """Read sessions from rows with a day, and weekdays or places across the top."""
    by_day = cross.kind == "weekdays"
    answer = task.context.answers.get("columns_of_places")
    task, ends = _replace_weeks(task, cross)
    body = classify_rows(task.grid, task.mapping, task.context.log, _missing_day, is_unreadable_day)
    columns: Mapping[str, ColumnMapping] = {m.field: m for m in reversed(task.mapping) if m.field}
    dated = columns["sessions.date"]
    is_undated = ~body.column(dated).parse(is_period).where(bool)
    exclude_sum_rows(body, task.mapping, ("sessions.attended", "check"), is_undated, task.context.log)
    days = parse_days(body.column(dated), task.context, accept_months=False)
    shared = {
        "date": days.map(lambda day: day[0]),
        "date_precision": days.map(lambda day: day[2]),
        "session_no": days.map(lambda day: day[1] or None),
    }
    if "programs.name" in columns:
        names = body.column(columns["programs.name"]).parse_text(lambda text: text or None)
        shared["program_id"] = names
    if not by_day and answer != "held":
        rows = _build_rows(body, cross.totals[0], task)
        rows = TableRows(rows.columns | shared, len(rows))
        rows = rows.assign_constants(events=1.0 if answer == "from" else None)
        return _finish(task, body, [rows], asked=answer is None)
    ends = ends or bool(
        set(re.findall(r"\w+", normalize_heading(dated.heading))) & set(word_list("cross_measures", "end"))
    )
    parts = []
    for heading in cross.people:
        reads = _read_people(body, heading, task)
        rows = _count_rows(body, reads)
        rows = TableRows(rows.columns | shared, len(rows)).assign_constants(events=1.0)
        if by_day:
            weekday = weekday_of(heading) or 0
            moved = shared["date"].map(lambda day, own=weekday: _move_to_weekday(day, own, is_end=ends))
            typed = shared["session_no"].map(lambda text, own=heading.text: text and f"{text} {own}")
            rows = TableRows(rows.columns | {"date": moved, "session_no": typed}, len(rows))
        else:
            rows = rows.assign_constants(site=heading.text)
        uncounted = reads.where(lambda read: read.code == "number-unreadable")
        parts.append(rows.select(rows.column("attended").known | uncounted))
    return _finish(task, body, parts)


def _replace_weeks(task: ReadTask, cross: CrossColumns) -> tuple[ReadTask, bool]:
    """Return the task with days in place of weeks such as "w/b 8 Sept", and whether they end it."""
    if cross.dated is None or cross.dated.role == "date":
        return task, False
    cells = task.grid.cells
    place = cross.dated.column - cells.first_column
    own = cells.columns[place]
    weeks = [split_week(cell_text(cell)) for cell in own.cells]
    days = [week[0] if week else cell for week, cell in zip(weeks, own.cells, strict=True)]
    columns = (*cells.columns[:place], CellColumn(own.codes, days), *cells.columns[place + 1 :])
    grid = replace(task.grid, cells=replace(cells, columns=columns))
    return replace(task, grid=grid), all(week[1] for week in weeks if week)


def _read_dated_columns(task: ReadTask, cross: CrossColumns) -> ReadResult:
    """Read one session per place or program and day."""
    body = classify_rows(task.grid, task.mapping, task.context.log, _missing_count)
    label = cross.label
    name = _field_of_label(cross)
    names = body.column_at(label.column).parse_text(lambda text: text or None) if label and name else None
    field = "site" if name == "sessions.site" else "program_id"
    days = [replace(_mapping_of(heading), field="participation.status") for heading in cross.people]
    headings = {heading.column: heading for heading in cross.people}
    parts = []
    for meeting in find_meetings(task.grid, body, days, task.context):
        heading = headings[meeting.column.number]
        rows = _build_rows(body, heading, task).assign_constants(
            date=meeting.day,
            session_no=meeting.label or None,
            date_precision="day",
            events=1.0 if name else None,  # a grade may come to the session of another one
        )
        rows = TableRows(rows.columns | ({field: names} if names is not None else {}), len(rows))
        counts = list(rows.column("attended"))
        compare_totals(body, _mapping_of(heading), counts, task.context, can_override=False)
        parts.append(rows.select(rows.column("attended").known))
    return _finish(task, body, parts) if parts else ReadResult(body, {})


def _read_parts(task: ReadTask, cross: CrossColumns) -> ReadResult:
    """Read one session per day, of which each row has a part of the people; other rows count no people.

    A blank part, or one that is a word, makes the number a lower bound unless the sheet's total confirms it.
    """
    body = classify_rows(task.grid, task.mapping, task.context.log, _missing_count)
    others = [place for place, index in enumerate(body.used.tolist()) if not part_of(body.label(index))]
    reason = Message("no part of the people who came")
    first = task.grid.cells.first_column
    task.context.log.add_rows("row-without-data", body.excel_rows[others], first, message=reason)
    body.exclude(others, reason)
    days = [replace(_mapping_of(heading), field="participation.status") for heading in cross.people]
    headings = {heading.column: heading for heading in cross.people}
    sessions = []
    for meeting in find_meetings(task.grid, body, days, task.context):
        heading = headings[meeting.column.number]
        counts = _build_rows(body, heading, task)
        attended = list(counts.column("attended"))
        compare_totals(body, _mapping_of(heading), attended, task.context, can_override=False)
        known = [number for number in attended if number is not None]
        if not known:
            continue
        is_stated = any(number == sum(known) for _, number in meeting.printed_totals)
        is_part = len(known) < len(attended) and not is_stated
        session = {
            "attended": sum(known),
            "attended_is_estimate": any(counts.column("attended_is_estimate")),
            "attended_at_least": is_part or any(counts.column("attended_at_least")),
            "row": task.grid.row_number(task.grid.header),
            "date": meeting.day,
            "session_no": meeting.label or None,
        }
        sessions.append(TableRows.from_dicts([session]).assign_constants(date_precision="day", events=1.0))
    return _finish(task, body, sessions) if sessions else ReadResult(body, {})


def _move_to_weekday(day: datetime | None, weekday: int, *, is_end: bool) -> datetime | None:
    """Return the day of a week with this weekday, counted from its first or its last day.

    Examples
    --------
    >>> _move_to_weekday(datetime(2025, 9, 8), 3, is_end=False).day
    11
    >>> _move_to_weekday(datetime(2025, 9, 12), 0, is_end=True).day
    8
    """
    if day is None:
        return None
    if is_end:
        return day - timedelta(days=(day.weekday() - weekday) % DAYS_OF_WEEK)
    return day + timedelta(days=(weekday - day.weekday()) % DAYS_OF_WEEK)
