"""A log of sessions, one row a session or a group of them: date, title, place and a head count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from libcollab_metrics.ingest.audiences import read_classes
from libcollab_metrics.ingest.beside import beside_sessions, session_partners
from libcollab_metrics.ingest.body import Body, ByField, sort_rows
from libcollab_metrics.ingest.coarser import leave_coarser
from libcollab_metrics.ingest.columns import Column, Context, as_text, read_column, tell
from libcollab_metrics.ingest.context import Surroundings
from libcollab_metrics.ingest.day_columns import read_days
from libcollab_metrics.ingest.days import DayInMonth, read_day_or_month, read_month, read_year
from libcollab_metrics.ingest.headcounts import read_head_counts
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.month_blocks import in_blocks
from libcollab_metrics.ingest.own_totals import compare_totals, with_differences
from libcollab_metrics.ingest.partner_marks import alone, strip_marks, tell_marks, who_is
from libcollab_metrics.ingest.partner_marks import questions as partner_questions
from libcollab_metrics.ingest.parts import beside_parts
from libcollab_metrics.ingest.scaled import mark_scaled, not_one_session
from libcollab_metrics.ingest.titles import (
    read_called_off,
    read_remarks,
    read_titles,
    tell_counts_called_off,
    without_called_off,
)
from libcollab_metrics.ingest.values import ReadRows, Rows, Values, same_rows
from libcollab_metrics.ingest.zeros import unfinished_blocks
from libcollab_metrics.model.readings import Mapped, Question
from libcollab_metrics.model.schema import SCHEMA

SESSIONS = SCHEMA["sessions"]
#: Fields several headings of one sheet may fill together: children and adults, in person and online.
SHARED = (
    "sessions.attended",
    "sessions.staff_hours",
    "sessions.volunteer_hours",
    "sessions.capacity",
    "notes.text",
    "ledger.value",
)


def read_log(
    grid: Grid, mapping: Sequence[Mapped], around: Surroundings, context: Context
) -> tuple[Body, Rows, tuple[Question, ...]]:
    """Return the rows of a session log or an aggregated log as sessions, programs, partners, costs and notes.

    The questions are those about partners behind a mark and classes of age labels.
    """
    dated = any(m.field in ("sessions.date", "period.month", "period.year") for m in mapping)
    grid, headings = in_blocks(grid, mapping, context.month)
    body = sort_rows(grid, mapping, context.log, _missing if dated else _missing_undated, unreadable_day, headings)
    leave_coarser(body, mapping, context)
    columns = {mapped.field: body.column(mapped) for mapped in reversed(mapping) if mapped.field}
    length = len(body.used)
    values = _plain_values(columns, context)
    counted = [body.column(m) for m in mapping if m.field == "sessions.attended"]
    titles, cancelled = read_titles(columns.get("programs.name"), around.program, context, length, counted)
    titles, marked, asked = _partners_by_mark(grid, columns, titles, context)
    counts = read_head_counts(without_called_off(counted), context, length, beside_parts(body, mapping))
    counts = mark_scaled(counts, counted, columns.get("notes.text"), around.scaled, context)
    typed = values.pop("status", Values.all(None, length))
    statuses = _statuses(typed.otherwise(cancelled), counted, counts, columns.get("notes.text"), context)
    values |= _days(columns, context, length)
    if length and not dated:
        _note_undated(grid, values, context)
    values |= {
        "program_id": titles,
        "status": statuses,
        "attended": counts.map(lambda read: read.value),
        "attended_is_estimate": counts.map(lambda read: read.estimate),
        "attended_at_least": counts.map(lambda read: read.at_least),
        "row": Values.of(body.numbers.tolist()),
    }
    values |= session_partners(columns, marked)
    if around.site:
        values.setdefault("site", Values.all(around.site, length))
    classed = _age_classes(columns, values, grid, context)
    if grid.layout == "session_log":
        # A row with a day is one session; one with a month stands for a number of them that nobody wrote.
        values.setdefault("events", values["date_precision"].map(lambda how: 1.0 if how == "day" else None))
        values["events"] = not_one_session(values["events"], counts)
    if context.answers.get("people") == "people":
        values = _without_grouped_people(values, length)
    kept = drop_or_note_duplicates(body, context)
    read = ReadRows(values, length)
    sessions = unfinished_blocks(read, context, grid) if grid.layout == "aggregated_log" else read
    beside = beside_sessions(columns, sessions, context)
    if kept is not None:
        sessions = sessions.keep(kept)
    sessions = _beside_own_totals(body, mapping, sessions, context)
    return body, {"sessions": sessions, **beside}, (*asked, *classed)


def _age_classes(
    columns: Mapping[str, Column], values: dict[str, Values], grid: Grid, context: Context
) -> tuple[Question, ...]:
    """Put the official class beside each age label; the questions are those of labels no class fits."""
    if "sessions.age_group" not in columns:
        return ()
    values["age_class"], asked = read_classes(columns["sessions.age_group"], grid.cells.name, context)
    return asked


def _beside_own_totals(body: Body, mapping: Sequence[Mapped], sessions: ReadRows, context: Context) -> ReadRows:
    """The sessions with what the sheet's own totals say otherwise, where they add up one column."""
    counted_under = [mapped for mapped in mapping if mapped.field == "sessions.attended"]
    if len(counted_under) != 1:
        return sessions
    differences = compare_totals(body, counted_under[0], list(sessions.column("attended")), context)
    return with_differences(sessions, differences, context)


def _statuses(said: Values, counted: list[Column], counts: Values, remarks: Column | None, context: Context) -> Values:
    """Held, unless the row's status or title says otherwise, else its head count, else its remark."""
    found = said.otherwise(read_called_off(counted, context, len(said)))
    found = found.otherwise(read_remarks(remarks, counts, context, len(said)))
    found = found.map(lambda status: status or "held")
    tell_counts_called_off(counted, found, counts, context)
    return found


def _partners_by_mark(
    grid: Grid, columns: dict[str, Column], titles: Values, context: Context
) -> tuple[Values, Values, tuple[Question, ...]]:
    """Return the titles without marks, the partner each row's mark stands for, and whom to ask about."""
    bare, behind = strip_marks(titles)
    found = [(columns["programs.name"], behind)] if "programs.name" in columns else []
    found += [(columns["partners.name"], alone(columns["partners.name"]))] if "partners.name" in columns else []
    named = who_is(grid, context) if any(marks.known.any() for _, marks in found) else {}
    tell_marks(found, named, context)
    partners = Values.all(None, len(titles))
    for _, marks in found:
        partners = partners.otherwise(marks.map(lambda mark: named.get(mark) if mark else None))
    return bare, partners, partner_questions(grid.cells.name, [marks for _, marks in found], named)


def _without_grouped_people(values: dict[str, Values], length: int) -> dict[str, Values]:
    """People of several sessions are no visits: their number stays unknown; at one session the two are the same."""
    single = values.get("events", Values.all(None, length)).where(lambda events: events == 1)
    attended = values["attended"]
    codes = np.where(single, attended.codes, len(attended.values))
    return values | {"attended": Values(codes, [*attended.values, None])}


def _missing(row: ByField) -> str:
    names = ("programs.name", "sessions.site", "sessions.date", "period.month", "period.year")
    if row.get("sessions.attended") and not any(row.get(name) for name in names):
        return "a number alone: a total, or a session without a day, a title and a place"
    if any(row.get(name) for name in ("period.month", "period.year", "sessions.attended")):
        return ""
    days = row.get("sessions.date", ())
    return "" if any(map(_is_readable, days)) else "no date and no number"


def _missing_undated(row: ByField) -> str:
    """Where no column names days, a program alone is a session that nobody counted."""
    return "" if row.get("programs.name") else _missing(row)


def unreadable_day(field: str, text: str) -> bool:
    """True for a text under a date heading that is no day: its row is looked at by itself."""
    return field.endswith(".date") and not _is_readable(text)


def _is_readable(day: object) -> bool:
    """True for a day or a month, and for what is no text: whatever it is, its row was meant as data."""
    return not isinstance(day, str) or isinstance(day, DayInMonth) or read_day_or_month(day) is not None


def _plain_values(columns: dict[str, Column], context: Context) -> dict[str, Values]:
    """Every mapped field of a session that is read cell by cell."""
    own = ("date", "attended", "session_no")
    return {
        name.split(".")[1]: read_column("sessions", SESSIONS.field(name.split(".")[1]), column, context)
        for name, column in columns.items()
        if name.startswith("sessions.") and name.split(".")[1] not in own
    }


def _days(columns: dict[str, Column], context: Context, length: int) -> dict[str, Values]:
    """Each row's day, how precise it is, and its text where the year is not known."""
    if "sessions.date" in columns:
        days = read_days(columns["sessions.date"], context, months=True)
        return {
            "date": days.map(lambda day: day[0]),
            "date_precision": days.map(lambda day: day[2]),
            "session_no": days.map(lambda day: day[1] or None),
        }
    months, years = columns.get("period.month"), columns.get("period.year")
    blank = Values.all("", length)
    month_texts = months.read(as_text) if months else blank
    year_texts = years.read(as_text) if years else blank
    _note_months(months, years, context)
    named = [read[1] if (read := read_month(text)) and read[0] is None else 0 for text in month_texts.values]
    if years is None:
        context = context.turning(named, month_texts.codes)
    alike, places = np.unique(same_rows([month_texts.codes, year_texts.codes], length), return_inverse=True)
    found = [_period(month_texts[first], year_texts[first], context) for first in alike.tolist()]
    return {
        name: Values(places, [day[part] for day in found])
        for part, name in enumerate(("date", "date_precision", "session_no"))
    }


def _note_undated(grid: Grid, values: dict[str, Values], context: Context) -> None:
    """Tell once of a log without any heading for days, and without a year outside its table."""
    if not values["date"].known.any():
        message = "no heading names days, months or years: its rows count in no period"
        context.log.add("date-missing", grid.row_number(grid.header), grid.cells.first_column, message=message)


def _note_months(months: Column | None, years: Column | None, context: Context) -> None:
    """Tell of months that are none, and of months whose year nothing gives."""
    if months is None:
        return
    texts = [as_text(cell) for cell in months.distinct]
    reads = [read_month(text) for text in texts]
    no_month = [("date-unreadable", "") if text and not read else None for text, read in zip(texts, reads, strict=True)]
    tell(months, context, no_month)
    if years is None and context.year is None:
        tell(months, context, [("year-missing", "") if read and read[0] is None else None for read in reads])


def _period(month: str, year: str, context: Context) -> tuple[datetime | None, str, str | None]:
    read = read_month(month) if month else None
    chosen = (read[0] if read else None) or read_year(year) or (context.year_of(read[1]) if read else context.year)
    if chosen is None:
        return None, "month", month or None
    return datetime(chosen, read[1] if read else 1, 1), "month" if read else "year", None


def drop_or_note_duplicates(body: Body, context: Context) -> np.ndarray[Any, np.dtype[np.bool_]] | None:
    """Rows equal in every cell may be two sessions that look alike: kept and told, or dropped if so answered.

    Returns
    -------
    None when all rows stay, else for each formerly used row whether it does.
    """
    cells = body.grid.cells
    first = same_rows([column.codes[body.used] for column in cells.columns], len(body.used))
    twins = np.flatnonzero(first != np.arange(len(body.used)))
    if len(twins) == 0:
        return None
    message = f"the same as row {body.numbers[first[twins[0]]]}"
    context.log.add_rows("duplicate-rows", body.numbers[twins], cells.first_column, message=message,
                         told=lambda n: f"the same as row {body.numbers[first[twins[n]]]}")  # fmt: skip
    if context.answers.get("duplicates") != "drop":
        return None
    kept: np.ndarray[Any, np.dtype[np.bool_]] = first == np.arange(len(body.used))
    body.leave_out(twins, "the same as an earlier row")
    return kept
