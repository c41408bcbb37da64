"""Reader for session logs: status of a session, month headings, all-zero months, duplicate rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.files.cells import ErrorCell
from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.count_notes import doubt_counts
from libcollab_metrics.ingest.layouts.head_counts import (
    AdjacentColumns,
    ask_for_counts,
    find_adjacent_columns,
    read_event_counts,
    read_head_counts,
    report_unit,
)
from libcollab_metrics.ingest.layouts.log_rows import (
    exclude_other_activities,
    exclude_other_lines,
    exclude_recordings,
    exclude_void_rows,
    find_sessions_not_held,
    handle_duplicate_rows,
    merge_rows_of_groups,
    report_merged_rows,
    report_rows_of_homes,
)
from libcollab_metrics.ingest.layouts.month_blocks import expand_month_blocks
from libcollab_metrics.ingest.layouts.session_costs import (
    ask_about_payments,
    find_other_costs,
    read_costs,
    refine_cost_mapping,
)
from libcollab_metrics.ingest.layouts.session_days import (
    carry_days_to_places,
    names_weeks,
    read_session_days,
)
from libcollab_metrics.ingest.layouts.session_status import (
    determine_statuses,
    expects_people,
    read_status_column,
    settle_blanks,
    settle_planned,
)
from libcollab_metrics.ingest.layouts.session_titles import ask_partner_markers as partner_questions
from libcollab_metrics.ingest.layouts.session_titles import (
    bare_marker,
    cancel_closed_marks,
    exclude_cancelled,
    partner_by_marker,
    read_places,
    read_titles,
    report_partner_markers,
    strip_footnote_markers,
)
from libcollab_metrics.ingest.layouts.sessions_across import add_sessions, find_called_off, group_sessions
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.column_roles import find_hours_of_groups
from libcollab_metrics.ingest.tables.context import (
    SheetContext,
    exclude_percentages,
    flag_scaled,
    mask_scaled_events,
)
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.heading import months_in_period
from libcollab_metrics.ingest.tables.mapping import BY_HAND
from libcollab_metrics.ingest.tables.reconcile import append_differences, compare_totals, drop_period_rollups
from libcollab_metrics.ingest.tables.rows import ByField, SheetRows, classify_rows
from libcollab_metrics.ingest.tables.running_totals import SUMMED_FIELDS as COUNT_FIELDS
from libcollab_metrics.ingest.tables.sum_rows import exclude_sum_rows, is_weekday, mask_rows_without
from libcollab_metrics.ingest.values.categories import parse_audience_column
from libcollab_metrics.ingest.values.columns import (
    Column,
    ParseContext,
    cell_text,
    parse_column,
    parse_numbers,
)
from libcollab_metrics.ingest.values.dates import (
    DayInMonth,
    parse_day_or_month,
    parse_month,
)
from libcollab_metrics.ingest.values.lexicon import months as known_months
from libcollab_metrics.ingest.values.table import (
    EncodedValues,
    RowsByTable,
    TableRows,
    concat_rows,
)
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import casefold_name, clean_spaces, normalize_heading
from libcollab_metrics.model.readings import EACH_COLUMN, ColumnMapping, Question
from libcollab_metrics.model.schema import SCHEMA

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Treat a month as not recorded when every count is 0 although sessions were held.

#: Minimum number of held sessions before an all-zero month is suspicious.
MIN_EVENTS = 2
#: Fewest rows that show that each has a title of its own.
MIN_TITLES = 3


def mask_unrecorded_months(sessions: TableRows, context: ParseContext, grid: Grid) -> TableRows:
    """Set the head counts of a month to unknown if every count is 0 although sessions were held.

    Zeros are unchanged in a month with any other count, and in all months if the user answered that the month
    is finished.
    """
    if context.answers.get("month_finished") in (True, "true") or not len(sessions):
        return sessions
    dates, attended, events = sessions.column("date"), sessions.column("attended"), sessions.column("events")
    zero, met = attended.where(lambda count: count == 0), events.where(lambda count: bool(count))
    blank = np.zeros(len(sessions), dtype=bool)
    months = np.array([str(day) for day in dates])
    counted = attended.known
    whole_sheet = len(np.unique(months)) == 1
    for month in np.unique(months):
        block = (months == month) & counted
        held = sum(float(count) for count in events.select(block) if count)
        enough = held >= MIN_EVENTS and (whole_sheet or int(block.sum()) >= MIN_EVENTS)
        if block.any() and zero[block].all() and met[block].any() and enough:
            blank |= block
    if not blank.any():
        return sessions
    rows = [int(row) for row, empty in zip(sessions.column("row"), blank.tolist(), strict=True) if empty]
    context.log.add_rows(
        "all-zero-block",
        dict.fromkeys(rows),
        grid.cells.first_column,
        message=Message("every count of the month is 0 although groups met: read as not recorded"),
    )
    codes = np.where(blank, len(attended.values), attended.codes)
    columns = sessions.columns | {"attended": EncodedValues(codes, [*attended.values, None])}
    return TableRows(columns, len(sessions))


def refine_log_mapping(grid: Grid, mapped: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Refine the mapping of a log: costs are read once, and hours of staff and of volunteers are found."""
    refined = refine_cost_mapping(grid, mapped)
    taken = {m.field for m in refined}
    hours = {column: f"sessions.{kind}" for kind, column in find_hours_of_groups(grid).items()}
    hours = {column: field for column, field in hours.items() if field not in taken}
    reason = Message("the heading names the hours of staff or of volunteers")
    return [
        replace(m, field=hours[m.column], reason=reason)
        if m.column in hours and not m.field and m.reason != BY_HAND
        else m
        for m in refined
    ]


# Partners, costs and notes recorded in a session log.


def collect_session_partners(
    columns: dict[str, Column], marked: EncodedValues | None = None
) -> dict[str, EncodedValues]:
    """Collect the partners of each session, separated by semicolons, keyed by their field.

    An empty text means that the session had no partner. The result is empty for a log that names no partners
    row by row: its sessions have the partners of their program.

    Parameters
    ----------
    columns : dict of Column
        Columns of the log by field; partners are in `partners.name`.
    marked : EncodedValues, optional
        Partner identified by a mark (such as *) in each row, where known.
    """
    own = columns["partners.name"].parse(_parse_partners) if "partners.name" in columns else None
    if marked is None or not marked.known.any():
        return {} if own is None else {"partners": own}
    behind = marked.map(lambda name: name or "")
    if own is None:
        return {"partners": behind}
    both = ("; ".join(dict.fromkeys(filter(None, pair))) for pair in zip(own, behind, strict=True))
    return {"partners": EncodedValues.from_list(both)}


def _parse_partners(cell: object) -> str | None:
    """Parse the partners of a cell; None for an error cell; a bare mark such as * is not a name."""
    if isinstance(cell, ErrorCell):
        return None
    names = map(clean_spaces, re.split(r"[;\n]", cell if isinstance(cell, str) else cell_text(cell)))
    return "; ".join(
        n for n in names if re.search(r"\w", n) and normalize_heading(n) not in ("none", "n/a", "na")
    )


def read_partner_cost_notes(
    columns: dict[str, Column],
    costs: Sequence[Column],
    sessions: TableRows,
    context: ParseContext,
    other_costs: Sequence[Column] = (),
) -> RowsByTable:
    """Build the partner, cost and note tables of a session log.

    The cost of a session that was not held may have been paid or not; its status is unclear.
    """
    tables: RowsByTable = {}
    if "partners" in sessions.columns:
        tables |= _build_partner_tables(sessions)
    if "notes.text" in columns:
        tables["notes"] = _build_related_rows(
            sessions, text=columns["notes.text"].parse_text(lambda text: text or None)
        )
    if costs:
        values = read_costs(costs, context, other_costs)
        paid = _build_related_rows(sessions, **values).assign_constants(kind="cash")
        held = _build_related_rows(sessions, value=values["value"], status=sessions.column("status"))
        status = held.column("status").map(lambda status: "spent" if status in (None, "held") else "unclear")
        counts = status.where(lambda status: status == "spent") | paid.column("value").where(bool)
        tables["ledger"] = TableRows(paid.columns | {"status": status}, len(paid)).select(counts)
    return {name: rows for name, rows in tables.items() if len(rows)}


def _build_related_rows(sessions: TableRows, **values: EncodedValues) -> TableRows:
    """Build rows of another table for the sessions where the first of the values is known."""
    own = {name: sessions.column(name) for name in ("program_id", "date", "row")}
    known = next(iter(values.values())).known
    return TableRows(own | values, len(sessions)).select(known)


def _build_partner_tables(sessions: TableRows) -> RowsByTable:
    """Build the partners named by sessions, and their programs with these partners."""
    links: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    pairs = dict.fromkeys(zip(sessions.column("program_id"), sessions.column("partners"), strict=True))
    for program, listed in pairs:
        for name in filter(None, (listed or "").split("; ")):
            names.setdefault(casefold_name(name), name)
            if program:
                links.setdefault(program, {}).setdefault(casefold_name(name), name)
    return {
        "partners": TableRows.from_dicts([{"name": name} for name in names.values()]),
        "programs": TableRows.from_dicts(
            [{"name": p, "partner_ids": "; ".join(n.values())} for p, n in links.items()]
        ),
    }


SESSIONS = SCHEMA["sessions"]
#: Fields that several headings of a sheet may fill together: children and adults, in person and online.
SUMMED_FIELDS = (
    "sessions.attended",
    "sessions.staff_hours",
    "sessions.volunteer_hours",
    "sessions.capacity",
    "notes.text",
    "ledger.value",
)


def read_log(task: ReadTask) -> ReadResult:
    """Read a session log or an aggregated log into sessions and their related tables.

    The related tables are programs, partners, costs and notes.

    The questions concern partners behind a mark, two counts that disagree, and the classes of age labels.
    """
    mapping, sheet_context, context = task.mapping, task.sheet_context, task.context
    dated = any(m.field in ("sessions.date", "period.month", "period.year") for m in mapping)
    body = _classify_log_rows(task, is_dated=dated)
    grid, length = body.grid, len(body.used)
    columns = {mapped.field: body.column(mapped) for mapped in reversed(mapping) if mapped.field}
    counted, uncounted, is_each = _find_counts(body, mapping, sheet_context, context)
    titles, cancelled = read_titles(
        columns.get("programs.name"), sheet_context.program, context, length, counted
    )
    titles, marked, asked = _resolve_partner_marks(grid, columns, titles, context)
    adjacent = find_adjacent_columns(body, mapping)
    numbers = exclude_cancelled(counted)
    groups = [[column] for column in numbers] if is_each else group_sessions(counted, grid)
    counts, disputed, held = _read_counts(numbers, groups, adjacent, context, grid, length)
    counts = flag_scaled(counts, counted, columns.get("notes.text"), sheet_context.scaled_text, context)
    if sheet_context.is_in_percent and counted:
        counts = exclude_percentages(counts, counted, context)
    checked = [*counted, *_total_columns(body, mapping, adjacent)]
    statuses, unclear = _read_statuses(body, task, columns, counts, cancelled, checked)
    values = _read_plain_fields(columns, context) | read_session_days(columns, sheet_context, context, length)
    if length and not dated:
        _report_undated(grid, values, context)
    values |= {
        "program_id": titles,
        "status": statuses,
        "attended": counts.map(lambda read: read.value),
        "attended_is_estimate": counts.map(lambda read: read.is_estimate),
        "attended_at_least": counts.map(lambda read: read.is_lower_bound),
        "row": EncodedValues.from_list(body.excel_rows.tolist()),
    }
    values |= collect_session_partners(columns, marked)
    if sheet_context.site:
        values.setdefault("site", EncodedValues.constant(sheet_context.site, length))
    classed = _set_age_classes(columns, values, grid, context)
    events, unnumbered = _read_events(
        body, task, columns, (counts, held, counted, adjacent), values["date_precision"]
    )
    values |= events
    if context.answers.get("people") == "people":
        values = _mask_grouped_people(values, length)
    tables, merged = _finish_sessions(body, task, columns, TableRows(values, length), groups)
    questions = (*asked, *unclear, *uncounted, *disputed, *classed, *unnumbered, *merged)
    return ReadResult(body, tables, (*questions, *ask_about_payments(body, mapping, grid.cells.name)))


def _classify_log_rows(task: ReadTask, *, is_dated: bool) -> SheetRows:
    """Classify the rows of a log, below the months of its blocks, and exclude those that are no sessions."""
    mapping, context = task.mapping, task.context
    grid, headings = expand_month_blocks(task.grid, mapping, context.month)
    grid = carry_days_to_places(grid, mapping, context.log)
    missing = _missing_reason if is_dated else _missing_undated_reason
    body = classify_rows(grid, mapping, context.log, missing, is_unreadable_day, headings)
    drop_period_rollups(body, mapping, context)
    _exclude_section_titles(body, context)
    exclude_sum_rows(
        body,
        mapping,
        (*COUNT_FIELDS, "sessions.capacity"),
        _mask_undated_rows(body, mapping),
        context.log,
        min_columns=1 if is_dated else 2,
    )
    if not is_dated:  # "Week" below Mon, Tue, Wed
        other_lines = mask_rows_without(body, is_weekday)
        exclude_sum_rows(body, mapping, COUNT_FIELDS, other_lines, context.log)
    exclude_unreadable_months(body, mapping, context)
    exclude_other_lines(body, mapping, context)
    exclude_other_activities(body, context)
    exclude_void_rows(body, context)
    report_merged_rows(body, mapping, context)
    exclude_recordings(body, mapping, context)
    return body


def _read_statuses(
    body: SheetRows,
    task: ReadTask,
    columns: Mapping[str, Column],
    counts: EncodedValues,
    cancelled: EncodedValues,
    counted: list[Column],
) -> tuple[EncodedValues, tuple[Question, ...]]:
    """Return whether each session was held, by its status, title, place, numbers and notes, and questions."""
    context, sheet = task.context, body.grid.cells.name
    typed, unclear = read_status_column(columns.get("sessions.status"), counts, sheet, context)
    places = read_places(columns.get("sessions.site"), counts, context, len(body.used))
    known = typed.fill_unknown(cancelled).fill_unknown(places)
    statuses = determine_statuses(known, counted, counts, columns.get("notes.text"), context)
    statuses, blank = settle_blanks(columns.get("sessions.status"), statuses, counts, sheet, context)
    expected = [body.column(m) for m in task.mapping if not m.field and expects_people(m.heading)]
    statuses, planned = settle_planned(
        columns.get("sessions.date"), expected, statuses, counts, sheet, context
    )
    return statuses, (*unclear, *blank, *planned)


def _read_events(
    body: SheetRows,
    task: ReadTask,
    columns: Mapping[str, Column],
    counted: tuple[EncodedValues, EncodedValues | None, Sequence[Column], AdjacentColumns],
    precision: EncodedValues,
) -> tuple[dict[str, EncodedValues], tuple[Question, ...]]:
    """Return the number of sessions of each row, from a column or from its day, and a question.

    `counted` has the head counts, the number of them that are sessions, and their columns with those next to
    them. A row with a date is one session; one with a week, month or year is an unknown number of sessions
    until somebody answers that each row is one.
    """
    counts, held, numbers, adjacent = counted
    met = [m for m in task.mapping if m.field == "sessions.events"]
    met = [m for m in met if m.reason == BY_HAND] or met
    events = held
    if met:
        typed = [body.column(m) for m in met]
        events = read_event_counts(typed, numbers, adjacent, body.grid, task.context)
    answer, asked = task.context.answers.get("rows_of_months"), tuple[Question, ...]()
    if body.grid.layout != "session_log":
        is_dated = events is not None or not _lists_titles_by_year(columns.get("programs.name"), precision)
        if not is_dated and answer == "session":
            events = EncodedValues.constant(1.0, len(precision))
        if not is_dated and answer is None:
            asked = (ask("rows_of_months", body.grid.cells.name),)
        return ({} if events is None else {"events": events}), asked
    if events is None:
        is_week = "sessions.date" in columns and names_weeks(columns["sessions.date"].heading, body.grid)
        one = None if is_week else 1.0
        of_month = 1.0 if answer == "session" else None
        events = precision.map(lambda how: one if how == "day" else of_month if how == "month" else None)
        months = precision.where(lambda how: how == "month")
        is_open = answer is None and 2 * months.sum() > len(months)
        asked = (ask("rows_of_months", body.grid.cells.name),) if is_open else ()
    return {"events": mask_scaled_events(events, counts)}, asked


def _lists_titles_by_year(titles: Column | None, precision: EncodedValues) -> bool:
    """Return whether each row has a year and a title of its own: it is rather an event than a program."""
    if titles is None or not precision.where(lambda how: how == "year").all():
        return False
    often = np.bincount(titles.codes, minlength=len(titles.distinct))
    named = often[[bool(text) for text in titles.cell_texts]]
    return len(named) >= MIN_TITLES and bool((named == 1).all())


def _finish_sessions(
    body: SheetRows,
    task: ReadTask,
    columns: dict[str, Column],
    read: TableRows,
    groups: Sequence[Sequence[Column]],
) -> tuple[dict[str, TableRows], tuple[Question, ...]]:
    """Return the sessions without duplicates, with those not held, and the tables of their other columns."""
    mapping, context, grid = task.mapping, task.context, body.grid
    used_rows = handle_duplicate_rows(body, context)
    sessions = mask_unrecorded_months(read, context, grid) if grid.layout == "aggregated_log" else read
    costs = [body.column(mapped) for mapped in mapping if mapped.field == "ledger.value"]
    others = find_other_costs(body, mapping)
    other_tables = read_partner_cost_notes(columns, costs, sessions, context, others)
    if used_rows is not None:
        sessions = sessions.select(used_rows)
    not_held = (
        find_called_off(sessions, groups, context)
        if groups
        else find_sessions_not_held(sessions, body, columns.get("sessions.events"), context)
    )
    sessions, merged = merge_rows_of_groups(sessions, columns.get("sessions.age_group"), grid, context)
    report_rows_of_homes(sessions, body, context)
    sessions = _append_total_differences(body, mapping, sessions, context)
    sessions = concat_rows([sessions, not_held]) if len(not_held) else sessions
    return {"sessions": sessions, **other_tables}, merged


def _find_counts(
    body: SheetRows, mapping: Sequence[ColumnMapping], around: SheetContext, context: ParseContext
) -> tuple[list[Column], tuple[Question, ...], bool]:
    """Return the columns of head counts, questions about them, and whether each is a session of its own."""
    counted = [body.column(m) for m in mapping if m.field == "sessions.attended"]
    if counted:
        return *doubt_counts(body, cancel_closed_marks(counted, around.closed_marks), context), False
    is_each = context.answers.get("head_count") == EACH_COLUMN
    return *ask_for_counts(body, mapping, context), is_each


def _total_columns(
    body: SheetRows, mapping: Sequence[ColumnMapping], adjacent: AdjacentColumns
) -> list[Column]:
    """Return the columns that add up each row: a word for cancelled may be in place of their number."""
    roles = {heading.column: heading.role for heading in body.grid.headings}
    totals = [body.column(m) for m in mapping if m.field == "check" and roles.get(m.column) == "totals"]
    if adjacent.total is None or any(column.number == adjacent.total.number for column in totals):
        return totals
    return [*totals, adjacent.total]


def _read_counts(
    numbers: list[Column],
    groups: Sequence[Sequence[Column]],
    adjacent: AdjacentColumns,
    context: ParseContext,
    grid: Grid,
    length: int,
) -> tuple[EncodedValues, tuple[Question, ...], EncodedValues | None]:
    """Read each row's people, the questions about them and, if a row has several sessions, how many met."""
    if not groups:
        return *read_head_counts(numbers, context, length, adjacent, grid.cells.name), None
    report_unit(numbers, context)
    by_number = {column.number: column for column in numbers}
    parsed = [
        [parse_numbers(SESSIONS.field("attended"), by_number[column.number], context) for column in group]
        for group in groups
    ]
    counts, held = add_sessions(parsed)
    return counts, (), held


def _set_age_classes(
    columns: Mapping[str, Column], values: dict[str, EncodedValues], grid: Grid, context: ParseContext
) -> tuple[Question, ...]:
    """Set the standard age class of each label, and ask about labels that fit no class."""
    if "sessions.age_group" not in columns:
        return ()
    values["age_class"], asked = parse_audience_column(
        columns["sessions.age_group"], grid.cells.name, context
    )
    return asked


def _append_total_differences(
    body: SheetRows, mapping: Sequence[ColumnMapping], sessions: TableRows, context: ParseContext
) -> TableRows:
    """Append the differences from the sheet's printed totals, if they sum a single column."""
    counted_under = [mapped for mapped in mapping if mapped.field == "sessions.attended"]
    if len(counted_under) != 1:
        return sessions
    differences = compare_totals(body, counted_under[0], list(sessions.column("attended")), context)
    return append_differences(sessions, differences, context)


def _resolve_partner_marks(
    grid: Grid, columns: dict[str, Column], titles: EncodedValues, context: ParseContext
) -> tuple[EncodedValues, EncodedValues, tuple[Question, ...]]:
    """Return the titles without marks, each row's partner, and questions about unknown marks."""
    bare, behind = strip_footnote_markers(titles)
    marked_columns = [(columns["programs.name"], behind)] if "programs.name" in columns else []
    marked_columns += (
        [(columns["partners.name"], bare_marker(columns["partners.name"]))]
        if "partners.name" in columns
        else []
    )
    named = partner_by_marker(grid, context) if any(marks.known.any() for _, marks in marked_columns) else {}
    report_partner_markers(marked_columns, named, context)
    partners = EncodedValues.constant(None, len(titles))
    for _, marks in marked_columns:
        partners = partners.fill_unknown(marks.map(lambda mark: named.get(mark) if mark else None))
    return bare, partners, partner_questions(grid.cells.name, [marks for _, marks in marked_columns], named)


def _mask_grouped_people(values: dict[str, EncodedValues], length: int) -> dict[str, EncodedValues]:
    """Mask people counts of several sessions: only for one session do they equal visits."""
    single = values.get("events", EncodedValues.constant(None, length)).where(lambda events: events == 1)
    attended = values["attended"]
    codes = np.where(single, attended.codes, len(attended.values))
    return values | {"attended": EncodedValues(codes, [*attended.values, None])}


def _missing_reason(row: ByField) -> str:
    names = ("programs.name", "sessions.site", "sessions.session_no", "period.month", "period.year")
    dated = any(map(_is_readable, row.get("sessions.date", ())))
    if row.get("sessions.attended") and not dated and not any(row.get(name) for name in names):
        return Message("a number alone: a total, or a session without a day, a title and a place")
    if any(row.get(name) for name in ("period.month", "period.year", "sessions.attended")):
        return Message("a remark below the table") if _is_lone_remark(row) else ""
    days = row.get("sessions.date", ())
    return "" if any(map(_is_readable, days)) else Message("no date and no number")


#: Last day of a month.
LAST_OF_MONTH = 31
#: Share of the cells below "Month" that must be months, if the others are no months.
MOST_MONTHS = 0.5


def _exclude_section_titles(body: SheetRows, context: ParseContext) -> None:
    """Exclude the rows that have a title alone, which a total repeats: "CHILDREN" above "Total Children"."""
    filled = body.grid.cells.filled_counts[body.used]
    ends = [f" {normalize_heading(body.label(index))}" for index in body.totals]
    places = [
        place
        for place in np.flatnonzero(filled == 1).tolist()
        if (title := normalize_heading(body.label(int(body.used[place]))))
        and any(end.endswith(f" {title}") for end in ends)
    ]
    reason = Message("the title of a section")
    rows = body.excel_rows[places]
    context.log.add_rows("row-without-data", rows, body.grid.cells.first_column, message=reason)
    body.exclude(places, reason)


def exclude_unreadable_months(
    body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext
) -> None:
    """Exclude rows with other words below "Month" and no title, day or place: a goal or a carry-over."""
    fields = {mapped.field: body.column(mapped) for mapped in mapping}
    column = fields.get("period.month")
    if column is None or not len(body.used):
        return
    filled = column.parse_text(bool).where(bool)
    months = column.parse(lambda cell: _is_period(cell) or months_in_period(cell_text(cell))).where(bool)
    if np.count_nonzero(months) < MOST_MONTHS * np.count_nonzero(filled):
        return
    spans = column.parse_normalized(
        lambda text: any(word in known_months() for word in re.split(r"\W+", text))
    )
    is_other = filled & ~months & ~spans.where(bool)
    for name in ("programs.name", "sessions.site", "sessions.date"):
        if name in fields:
            is_other &= ~fields[name].parse_text(bool).where(bool)
    reason = Message("not a month: a total, a goal or a carry-over")
    context.log.add_rows(
        "row-left-out", body.excel_rows[is_other], column.number, heading=column.heading, message=reason
    )
    body.exclude(np.flatnonzero(is_other), reason)


def _is_lone_remark(row: ByField) -> bool:
    """Return True for a row with nothing but words in place of its month."""
    (field, cells), *others = row.items()
    texts = [cell for cell in cells if isinstance(cell, str)]
    is_period = any(_is_period(text) or months_in_period(text) is not None for text in texts)
    return field == "period.month" and not others and bool(texts) and not is_period


def _mask_undated_rows(body: SheetRows, mapping: Sequence[ColumnMapping]) -> NDArray[np.bool_]:
    """Mask the rows without a date that can be read, whose title is that of no dated row."""
    undated = np.ones(len(body.used), dtype=bool)
    for mapped in mapping:
        if mapped.field in ("sessions.date", "period.month", "period.year"):
            undated &= ~body.column(mapped).parse(_is_period).where(bool)
    for mapped in mapping:
        if mapped.field == "programs.name" and not undated.all():
            titles = body.column(mapped)
            undated &= ~np.isin(titles.codes, titles.codes[~undated & titles.is_filled])
    return undated


def _is_period(cell: object) -> bool:
    """Return True for a date, a month or a year, and for any value that is not text."""
    return cell is not None and (_is_readable(cell) or bool(parse_month(cell_text(cell))))


def _missing_undated_reason(row: ByField) -> str:
    """Return why a row is excluded; in an undated log, a program alone makes a valid row."""
    return "" if row.get("programs.name") else _missing_reason(row)


def is_unreadable_day(field: str, text: str) -> bool:
    """Return True for text under a date heading that is not a date.

    Such a row is classified by itself.
    """
    return field.endswith(".date") and not _is_readable(text)


def _is_readable(day: object) -> bool:
    """Return True for a date or month, the number of a day, and any value that is not text."""
    if not isinstance(day, str) or isinstance(day, DayInMonth) or parse_day_or_month(day) is not None:
        return True
    return day.strip().isdecimal() and 1 <= int(day) <= LAST_OF_MONTH


def _read_plain_fields(columns: dict[str, Column], context: ParseContext) -> dict[str, EncodedValues]:
    """Read the session fields that are parsed cell by cell."""
    own = ("date", "attended", "session_no", "status", "events")
    return {
        name.split(".")[1]: parse_column("sessions", SESSIONS.field(name.split(".")[1]), column, context)
        for name, column in columns.items()
        if name.startswith("sessions.") and name.split(".")[1] not in own
    }


def _report_undated(grid: Grid, values: dict[str, EncodedValues], context: ParseContext) -> None:
    """Report a log without a date heading and without a year outside the table."""
    if not values["date"].known.any():
        message = Message("no heading names days, months or years: its rows count in no period")
        context.log.add(
            "date-missing", grid.row_number(grid.header), grid.cells.first_column, message=message
        )
