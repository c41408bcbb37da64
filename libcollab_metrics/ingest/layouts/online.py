"""Readers for meeting logs (Teams, Zoom) and online forms: who attended, the session, and ratings.

In a meeting log, each person counts once per meeting, however often they joined and left.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.layouts.attendee_list import (
    PARTICIPATION,
    compute_pseudonyms,
    compute_pseudonyms_by_id,
    handle_duplicate_visits,
    read_person_fields,
)
from libcollab_metrics.ingest.layouts.base import NAME_FIELDS, ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.personal_columns import without_homes, without_personal_columns
from libcollab_metrics.ingest.layouts.registration import single_meeting_fields
from libcollab_metrics.ingest.question_kinds import ONE_DAY
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.rows import (
    NO_ANSWER_REASON,
    SUMMARY_REASON,
    ByField,
    SheetRows,
    classify_rows,
)
from libcollab_metrics.ingest.tables.survey_columns import (
    HIGHEST,
    find_highest_rating,
    find_last_answer,
    find_ticked_options,
)
from libcollab_metrics.ingest.values.categories import (
    NOT_YES,
    YES,
    YES_OR_NO_END,
    are_yes_or_no,
    classify_questions,
    find_scale_end,
    is_no_answer,
    parse_rating,
    parse_yes_or_no,
)
from libcollab_metrics.ingest.values.columns import (
    CellIssue,
    Column,
    ParseContext,
    cell_text,
    parse_column,
    parse_days,
    report_issues,
)
from libcollab_metrics.ingest.values.dates import ParsedDay, are_days, parse_day, parse_time
from libcollab_metrics.ingest.values.lexicon import known_words, word_list
from libcollab_metrics.ingest.values.table import (
    EncodedValues,
    RowsByTable,
    TableRows,
    concat_rows,
    first_duplicate_rows,
)
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import clean_spaces, normalize_heading
from libcollab_metrics.model.readings import SheetReading

if TYPE_CHECKING:
    from numpy.typing import NDArray


#: Prefixes of an action that ends a person's presence.
LEAVE_PREFIXES = ("left", "leave", "salio", "umalis")
#: Labels that meeting programs write above the list.
TITLE_LABELS, START_LABELS = (
    ("meeting title", "topic", "meeting topic", "title"),
    ("meeting start time", "start time"),
)
#: A name in parentheses at the end; pronouns and "(Guest)" are not names.
_ORIGINAL = re.compile(r"^.*\((?!guest|host|external|unverified)([^()/]+)\)\s*$", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?(\.\d+)?\s*([ap]\.?\s?m)?", re.IGNORECASE)


def read_meeting_log(task: ReadTask) -> ReadResult:
    """Read one session per date of the log and one participation row per person, all present.

    A person who rejoined, or who has several lines, counts once. The start is the earliest moment of the
    date, the end the latest. Everyone who joined is in the log, so the roster is complete, but the log cannot
    show who was absent.
    """
    body = classify_rows(task.grid, task.mapping, task.context.log, _missing_attendee_reason)
    _exclude_absent(task, body)
    _exclude_unjoined(task, body)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    roles = {h.column: e.role for h in task.grid.headings if (e := h.entry_for("meeting_log"))}
    by_role = {
        roles[m.column]: body.column(m) for m in reversed(task.mapping) if m.column in roles and m.field
    }
    length = len(body.used)
    columns |= {name: _use_original_names(columns[name]) for name in NAME_FIELDS if name in columns}
    days = _read_days(columns.get("participation.date"), task, length)
    day = days["date"].value_codes
    rows = TableRows(days | {"person_key": compute_pseudonyms(columns, length, task.key)}, length)
    rows.columns["row"] = EncodedValues.from_list(body.excel_rows.tolist())
    rows = rows.assign_constants(program_id=_find_program(task), site=task.sheet_context.site or None)
    times = _read_times(columns.get("participation.date"), by_role.get("left"))
    spans = {code: _time_span(times, day == code) for code in np.unique(day).tolist()}
    rows.columns["start"] = EncodedValues.from_list(spans[code][0] for code in day.tolist())
    joined = ~_mask_leaves(by_role.get("action"), length)
    person = rows.column("person_key").value_codes
    spans = {
        code: span if _stayed(times, day == code, person, joined, span) else (span[0], None)
        for code, span in spans.items()
    }
    met = np.isin(day, np.unique(day[joined])) if joined.any() else np.ones(length, dtype=bool)
    first = first_duplicate_rows([day, rows.column("person_key").value_codes], length) == np.arange(length)
    people = rows.select(met & first).assign_constants(status="present", source="sign_in")
    return ReadResult(body, {"participation": people, "sessions": _build_sessions(rows, day, met, spans)})


#: Minimum average share of the meeting that people stayed for its length to be used for their hours.
MIN_STAY_SHARE = 0.9


def _stayed(
    times: Sequence[EncodedValues],
    here: NDArray[np.bool_],
    person: NDArray[Any],
    joined: NDArray[np.bool_],
    span: tuple[float | None, float | None],
) -> bool:
    """Return whether the people of a meeting stayed for nearly all of it, as far as the log says.

    A log with a time of leaving has it in a second column, or in a line of its own. Without any, the log does
    not contradict the meeting's length.
    """
    if span[0] is None or span[1] is None or not times or (len(times) < 2 and joined.all()):
        return True
    rows = np.flatnonzero(here).tolist()
    came: dict[Any, float] = {}
    stayed: dict[Any, float] = {person[row]: 0.0 for row in rows}
    for row in sorted(rows, key=lambda row: times[0][row] if times[0][row] is not None else -1.0):
        who, moment = person[row], times[0][row]
        left = times[1][row] if len(times) > 1 else None
        if moment is None:
            continue
        if left is not None:
            stayed[who] += max(left - moment, 0.0)
        elif joined[row]:
            came.setdefault(who, moment)
        elif who in came:
            stayed[who] += moment - came.pop(who)
    for who, moment in came.items():  # still there at the end
        stayed[who] += span[1] - moment
    return sum(stayed.values()) >= MIN_STAY_SHARE * len(stayed) * (span[1] - span[0])


def _missing_attendee_reason(row: ByField) -> str:
    return "" if any(row.get(name) for name in NAME_FIELDS) else Message("no name")


def _exclude_absent(task: ReadTask, body: SheetRows) -> None:
    """Exclude people who registered and did not come, by a column "Attended" of yes and no."""
    known, reason = known_words("status"), Message("registered, and did not come")
    for heading in task.grid.headings:
        if normalize_heading(heading.text) not in word_list("attendance_headings"):
            continue
        column = body.column_at(heading.column, heading.text)
        absent = column.parse_normalized(lambda text: known.get(text) == "absent").where(bool)
        task.context.log.add_rows(
            "row-without-data", column.rows[absent], column.number, heading=heading.text, message=reason
        )
        body.exclude(np.flatnonzero(absent), reason)


def _exclude_unjoined(task: ReadTask, body: SheetRows) -> None:
    """Exclude people without a time of joining or leaving, where others have both: they did not come."""
    entries = {h.column: e.role for h in task.grid.headings if (e := h.entry_for("meeting_log"))}
    joined, left = (
        next((number for number, role in entries.items() if role == wanted), 0)
        for wanted in ("stamp", "left")
    )
    if not joined or not left:
        return
    never = ~_has_moment(body.column_at(joined)) & ~_has_moment(body.column_at(left))
    if never.all() or not never.any():
        return
    reason = Message("registered, and never joined")
    task.context.log.add_rows("row-without-data", body.excel_rows[never], joined, message=reason)
    body.exclude(np.flatnonzero(never), reason)


def _has_moment(column: Column) -> NDArray[np.bool_]:
    """Mask the cells with a time, which a placeholder such as "--" is not."""
    return column.parse(lambda cell: any(map(str.isdigit, cell_text(cell)))).where(bool)


def _use_original_names(column: Column) -> Column:
    """Use the original name in Zoom's "Name (Original Name)": it identifies a renamed person."""
    if "original name" not in normalize_heading(column.heading):
        return column
    distinct = [_ORIGINAL.sub(r"\1", cell) if isinstance(cell, str) else cell for cell in column.distinct]
    return Column(column.heading, column.number, column.rows, column.codes, list(distinct))


def _read_days(column: Column | None, task: ReadTask, length: int) -> dict[str, EncodedValues]:
    """Return the date of each line; without timestamps, the date stated above the list."""
    if column is not None:
        days = parse_days(column, task.context)
        return {"date": days.map(lambda day: day[0]), "session_no": days.map(lambda day: day[1] or None)}
    stated = parse_day(find_label_value(task.grid, START_LABELS))
    day = stated.to_date(task.context.year) if stated else None
    if day is None:
        return single_meeting_fields(task, length)
    task.context.log.add("date-from-context", message=Message("the day {day} is above the list", day=day))
    return {
        "date": EncodedValues.constant(datetime(day.year, day.month, day.day), length),
        "session_no": EncodedValues.constant(None, length),
    }


def _find_program(task: ReadTask) -> str | None:
    return find_label_value(task.grid, TITLE_LABELS) or task.sheet_context.program or None


def find_label_value(grid: Grid, labels: Sequence[str]) -> str:
    """Return the value of one of these labels above the list: the next cell or the one below."""
    above = [[cell_text(cell) for cell in row] for row in grid.cells.rows[: grid.top]]
    for index, row in enumerate(above):
        filled = [column for column, text in enumerate(row) if text]
        for column in filled:
            if normalize_heading(row[column]) in labels:
                adjacent = row[filled[1]] if len(filled) == 2 and column == filled[0] else ""
                below = above[index + 1][column] if index + 1 < len(above) and len(filled) != 2 else ""
                return adjacent or below
    return ""


def _read_times(*columns: Column | None) -> list[EncodedValues]:
    """Parse the times of day of every timestamp column, in minutes since midnight."""
    return [column.parse(_parse_minutes) for column in columns if column is not None]


def _parse_minutes(cell: object) -> float | None:
    if isinstance(cell, str):
        match = _CLOCK.search(cell)
        return parse_time(re.sub(r"\.\d+", "", match.group(0))) if match else None
    return parse_time(cell) if isinstance(cell, datetime) else None


def _time_span(times: Sequence[EncodedValues], here: NDArray[np.bool_]) -> tuple[float | None, float | None]:
    """Return the earliest and latest moment of these lines; the end is None if they are equal."""
    known = [minute for column in times for minute in column.select(here) if minute is not None]
    if not known:
        return None, None
    return min(known), max(known) if max(known) > min(known) else None


def _mask_leaves(column: Column | None, length: int) -> NDArray[np.bool_]:
    """Mask lines that only record a leave: a date with only these ends the prior meeting."""
    if column is None:
        return np.zeros(length, dtype=bool)
    return column.parse_text(str).where(lambda text: normalize_heading(text).startswith(LEAVE_PREFIXES))


def _build_sessions(
    rows: TableRows,
    day: NDArray[Any],
    met: NDArray[np.bool_],
    spans: Mapping[Any, tuple[float | None, float | None]],
) -> TableRows:
    places = [int(np.flatnonzero((day == code) & met)[0]) for code in np.unique(day[met]).tolist()]
    names = ("program_id", "site", "date", "session_no", "start", "row")
    return TableRows.from_dicts(
        [
            {name: rows.column(name)[row_index] for name in names}
            | {"end": spans[day[row_index]][1], "events": 1.0, "roster": "complete", "format": "live_virtual"}
            for row_index in places
        ]
    )


def drop_repeated_meetings(
    tables: Sequence[tuple[SheetReading, RowsByTable]], log: IssueLog
) -> list[tuple[SheetReading, RowsByTable]]:
    """Drop meeting logs of a sheet whose people and dates are all in earlier logs.

    Some programs list a meeting twice: once by participant, and below that every join and leave.
    """
    seen: set[tuple[object, object]] = set()
    remaining = []
    for reading, rows in tables:
        if reading.layout == "meeting_log" and len(rows["participation"]):
            people = rows["participation"]
            there = set(zip(people.column("date"), people.column("person_key"), strict=True))
            if there <= seen:
                log.add(
                    "duplicate-rows",
                    reading.header_row,
                    1,
                    message=Message("the same meeting is listed above: used once"),
                )
                reading, rows = replace(reading, rows_used=0, rows_left_out=reading.rows_read), {}
            seen |= there
        remaining.append((reading, rows))
    return remaining


# Form answers: ratings become outcomes, and names become sign-ins at the session the form is about.

#: Separators between a session's name and its date: "Story hour – 14 March 2026", "Story hour (7 March)".
_BETWEEN = re.compile(r"\s+[-–—|]\s+|\s*[(),;:]\s*|\s+\bon\b\s+")


def read_form(task: ReadTask) -> ReadResult:
    """Read the answers of a form: outcomes from its ratings, participation from its names.

    A form with names and no ratings is a sign-in sheet, unless the user called it a survey. A form with both
    is also one where the session is known from its name, its date, or the text above the table. The
    submission date dates the ratings if nothing else does, and is a session's date only where several people
    sent the form on several days.
    """
    body = classify_rows(task.grid, task.mapping, task.context.log, _missing_answer_reason)
    _exclude_summaries(body, task.context.log)
    mapping = without_personal_columns(body, task.mapping, task.context)
    columns = {m.field: body.column(m) for m in reversed(mapping) if m.field}
    rated = [body.column(m) for m in task.mapping if m.field == "outcomes.rating"]
    length = len(body.used)
    session = _find_session(columns, task, length)
    people = compute_pseudonyms_by_id(columns, body, task)
    if not rated and not session["date"].known.any():
        session |= _find_days_sent(columns, people, task)
    tables: RowsByTable = {}
    if rated:
        tables["outcomes"] = _build_outcomes(
            rated, session, _read_submission_days(columns, task.context, length), people, body, task
        )
    known = session["program_id"].known | session["date"].known
    is_survey = bool(rated) or task.context.answers.get("row_is") == "answer"
    if any(name in columns for name in NAME_FIELDS) and (not is_survey or known.any()):
        came = known if is_survey else None
        tables |= {"participation": _build_sign_ins(columns, session, people, body, task, came)}
    return ReadResult(body, tables)


#: Fewest people who sent a form on several days, and their share, if these are the days of sessions.
MIN_AGAIN, SHARE_AGAIN = 2, 0.25


def _find_days_sent(
    columns: Mapping[str, Column], people: EncodedValues, task: ReadTask
) -> dict[str, EncodedValues]:
    """Return the days on which a form was sent as the date, if people sign in with it; else nothing.

    Several of them sent it on several days: each time they came.
    """
    column = columns.get("outcomes.date")
    if column is None:
        return {}
    stamps = column.parse(lambda cell: cell_text(cell).partition(" ")[0])
    sent: dict[object, set[object]] = {}
    for person, stamp in zip(people, stamps, strict=True):
        if person is not None and stamp:
            sent.setdefault(person, set()).add(stamp)
    again = sum(len(own) > 1 for own in sent.values())
    if again < MIN_AGAIN or again < SHARE_AGAIN * len(sent):
        return {}
    message = Message("several people sent the form on several days: the days of the sessions")
    task.context.log.add("column-assumed", column=column.number, heading=column.heading, message=message)
    return {"date": _read_submission_days(columns, task.context, len(people))}


def _missing_answer_reason(row: ByField) -> str:
    there = ("outcomes.rating", *NAME_FIELDS)
    return "" if any(row.get(name) for name in there) else NO_ANSWER_REASON


def _find_session(columns: Mapping[str, Column], task: ReadTask, length: int) -> dict[str, EncodedValues]:
    """Find the program and date of each answer's session.

    The date is asked for in the form, or is the session's name or a part of it.
    """
    context, around = task.context, task.sheet_context
    names = EncodedValues.constant((around.program or None, None), length)
    column = columns.get("programs.name")
    asked = [columns[name] for name in ("participation.date",) if name in columns]
    if column is not None and are_days(column.cell_texts):
        asked.append(column)
    elif column is not None:
        names = column.parse(lambda cell: _split_session_name(cell_text(cell), around.program, context.year))
        cell_issues: list[CellIssue] = [
            (
                "date-from-context",
                Message(
                    '"{value}" read as a session on {day}',
                    value=cell_text(cell),
                    day=f"{session_name[1]:%Y-%m-%d}",
                ),
            )
            if session_name[1]
            else None
            for cell, session_name in zip(column.distinct, names.values, strict=True)
        ]
        report_issues(column, context, cell_issues)
    dates = names.map(lambda name: name[1])
    for days in asked:
        dates = dates.fill_unknown(_read_days_without_year(days, columns, context))
        if not dates.known.all():
            dates = dates.fill_unknown(parse_days(days, context).map(lambda read: read[0]))
    if not dates.known.all():
        dates = dates.fill_unknown(EncodedValues.constant(around.session_day(context), length))
    return {"program_id": names.map(lambda name: name[0]), "date": dates}


def _read_days_without_year(
    column: Column, columns: Mapping[str, Column], context: ParseContext
) -> EncodedValues:
    """Return the days with a month in words and no year, in the year nearest to the submission."""
    unknown = EncodedValues.constant(None, len(column))
    days = column.parse(lambda cell: parse_day(cell_text(cell)))
    open_days = days.where(lambda day: day is not None and day.year is None and not day.is_ambiguous)
    if context.year is not None or "outcomes.date" not in columns or not open_days.any():
        return unknown
    sent = _read_submission_days(columns, context, len(column))
    dates = EncodedValues.from_list(
        _nearest_date(day, time_sent) if is_open and time_sent else None
        for day, time_sent, is_open in zip(days, sent, open_days.tolist(), strict=True)
    )
    message = Message("a day without a year: read in the year nearest to the submission")
    context.log.add_rows(
        "date-from-context", column.rows[dates.known], column.number, heading=column.heading, message=message
    )
    return dates


def _nearest_date(day: ParsedDay, sent: datetime) -> datetime | None:
    dates = [day.to_date(year) for year in (sent.year, sent.year - 1, sent.year + 1)]
    found = [datetime.combine(date, time(0)) for date in dates if date is not None]
    return min(found, key=lambda date: abs(date - sent), default=None)


def _split_session_name(text: str, fallback: str, year: int | None) -> tuple[str | None, datetime | None]:
    """Split a session's name from its date."""
    parts = [part for piece in _BETWEEN.split(text) if (part := clean_spaces(piece))]
    for part in parts if len(parts) > 1 else ():
        parsed_day = parse_day(part)
        day = parsed_day.to_date(year) if parsed_day else None
        if day is not None:
            rest = " – ".join(other_part for other_part in parts if other_part != part)
            return rest or fallback or None, datetime.combine(day, time(0))
    return text or fallback or None, None


def _read_submission_days(columns: Mapping[str, Column], context: ParseContext, length: int) -> EncodedValues:
    """Return the submission date of each answer."""
    column = columns.get("outcomes.date")
    return (
        parse_days(column, context).map(lambda day: day[0])
        if column
        else EncodedValues.constant(None, length)
    )


def _build_outcomes(
    rated: Sequence[Column],
    session: Mapping[str, EncodedValues],
    sent: EncodedValues,
    people: EncodedValues,
    body: SheetRows,
    task: ReadTask,
) -> TableRows:
    """Build one row per answer with the item, the rating and the end of its scale, without N/A and blanks.

    The scale of yes and no, and of an option that is ticked, has two points; other ratings are from 1 to 5,
    which needs no mention, or to 10. Answers on other scales than 5 keep their question, because they are not
    comparable.
    """
    same = {
        "program_id": session["program_id"],
        "date": session["date"].fill_unknown(sent),
        "respondent_key": people,
        "row": EncodedValues.from_list(body.excel_rows.tolist()),
    }
    grid, context = task.grid, task.context
    questions = find_ticked_options(grid.headings, grid.cells, grid.header)
    answered = _find_answered(rated, questions, len(body.used))
    parts = []
    if (pair := _find_before_and_now(rated)) is not None:
        parts.append(_build_pair(*pair, same, context, _find_highest(grid, *pair)))
        rated = [column for column in rated if column not in pair]
    for column, measure in zip(rated, classify_questions([column.heading for column in rated]), strict=True):
        question = questions.get(column.number)
        end, ratings = (
            _read_ticks(column, answered[question])
            if question
            else _read_ratings(column, context, _find_highest(grid, column))
        )
        asked = TableRows(same | {"rating": ratings}, len(body.used)).select(ratings.known)
        parts.append(asked.assign_constants(measure=column.heading if end else measure, scale_max=end))
    return concat_rows(parts)


#: What sets "Before the workshop," apart from the question, in front of it or behind it.
_TIME_ASKED = re.compile(r"^(\W*)([^\W\d_]+)(?:[^,;:¿?]{0,40}[,;:])?\s*")
#: Share of the words of the shorter of two questions that are in the other one, if both ask the same.
SAME_QUESTION = 0.6
_WORD = re.compile(r"[^\W\d_]+")
_TIME_BEHIND = re.compile(r"[?.:)]\s*([^\W\d_]+)[^?.:)]{0,30}$")


def _find_before_and_now(rated: Sequence[Column]) -> tuple[Column, Column] | None:
    """Return the ratings of how people were before and are now; None unless one heading says each.

    Both must ask the same: most words of the shorter question are in the other one.
    """
    found: dict[str, list[Column]] = {"before": [], "now": []}
    for column in rated:
        first, last = _TIME_ASKED.match(column.heading), _TIME_BEHIND.search(column.heading)
        words = {normalize_heading(word) for word in (first and first[2], last and last[1]) if word}
        for time_asked, columns in found.items():
            if words & set(word_list("asked_times", time_asked)):
                columns.append(column)
    (before, now) = found.values()
    if len(before) != 1 or len(now) != 1 or any(are_yes_or_no(c.cell_texts) for c in (*before, *now)):
        return None
    asked = [set(_WORD.findall(normalize_heading(_without_time(c.heading)))) for c in (*before, *now)]
    shared, fewest = len(asked[0] & asked[1]), min(map(len, asked))
    return (before[0], now[0]) if shared >= SAME_QUESTION * fewest > 0 else None


def _without_time(heading: str) -> str:
    """Return a question without the words that say whether it is about before or now."""
    behind = _TIME_BEHIND.search(heading)
    return heading[: behind.start() + 1] if behind else _TIME_ASKED.sub(r"\1", heading, count=1)


def _exclude_summaries(body: SheetRows, log: IssueLog) -> None:
    """Exclude the last rows, below a blank one, that lack what every answer above has, such as "Average"."""
    cells, last = body.grid.cells, find_last_answer(body.grid.cells, body.grid.header)
    answers, below = body.used[body.used < last], body.used[body.used >= last]
    if not len(answers) or not len(below):
        return
    if any(column.codes[answers].all() and not column.codes[below].any() for column in cells.columns):
        rows = body.excel_rows[body.used >= last]
        body.exclude(np.flatnonzero(body.used >= last), SUMMARY_REASON)
        log.add_rows("row-without-data", rows, cells.first_column, message=SUMMARY_REASON)


def _find_highest(grid: Grid, *columns: Column) -> float:
    """Return the highest rating of columns with the same scale: as explained, else from their answers."""
    explained = [find_highest_rating(column.heading, grid.cells, grid.header) for column in columns]
    return max(explained) or max(find_scale_end(column.cell_texts) for column in columns)


def _build_pair(
    before: Column, now: Column, same: Mapping[str, EncodedValues], context: ParseContext, highest: float
) -> TableRows:
    """Build one row per person with the rating of before and that of now, and report it."""
    sides = {
        name: _read_ratings(column, context, highest)[1]
        for name, column in (("before", before), ("after", now))
    }
    message = Message("how they were before, and are now: read as a score before and after")
    for column in (before, now):
        context.log.add("column-assumed", column=column.number, heading=column.heading, message=message)
    rows = TableRows({**same, **sides}, len(before))
    rows = rows.assign_constants(measure=_without_time(now.heading) or now.heading, scale_max=highest)
    return rows.select(sides["before"].known | sides["after"].known)


def _find_answered(
    rated: Sequence[Column], questions: Mapping[int, str], length: int
) -> dict[str, NDArray[np.bool_]]:
    """Return for each question who ticked at least one of its options."""
    answered = {question: np.zeros(length, dtype=bool) for question in questions.values()}
    for column in rated:
        if column.number in questions:
            answered[questions[column.number]] |= column.parse_text(bool).where(bool)
    return answered


def _read_ticks(column: Column, answered: NDArray[np.bool_]) -> tuple[float | None, EncodedValues]:
    """Return the end of the scale, and whether an option is ticked, for those who answered the question."""
    ticked = column.parse_text(bool).where(bool)
    codes = np.where(ticked, 0, np.where(answered, 1, 2))
    return YES_OR_NO_END, EncodedValues(codes, [YES, NOT_YES, None])


def _read_ratings(
    column: Column, context: ParseContext, highest: float
) -> tuple[float | None, EncodedValues]:
    """Return the end of the scale of a column, None for 1 to 5, and its ratings.

    A text with a number, such as "4 or 5", may be a rating; any other one is a remark of a person without.
    """
    texts = column.cell_texts
    is_yes_or_no = are_yes_or_no(texts)
    # Numbers are ratings if the user or the heading says so; next to words of agreement they are their codes.
    reads = [
        None
        if is_no_answer(text)
        else parse_yes_or_no(text)
        if is_yes_or_no
        else parse_rating(text, accept_numbers=True, highest=highest)
        for text in texts
    ]
    unknown = Message("neither yes nor no: read as no answer")
    if not is_yes_or_no:
        unknown = Message("not a word of agreement: read as no answer")
    cell_issues: list[CellIssue] = [
        ("missing-code", "")
        if text and is_no_answer(text)
        else (
            "choice-unknown" if is_yes_or_no and not re.search(r"\d", text) else "answer-unreadable",
            unknown,
        )
        if text and rating is None
        else None
        for text, rating in zip(texts, reads, strict=True)
    ]
    report_issues(column, context, cell_issues)
    end = YES_OR_NO_END if is_yes_or_no else highest if highest > HIGHEST else None
    return end, EncodedValues(column.codes, reads)


def _build_sign_ins(
    columns: dict[str, Column],
    session: Mapping[str, EncodedValues],
    people: EncodedValues,
    body: SheetRows,
    task: ReadTask,
    known: NDArray[np.bool_] | None,
) -> TableRows:
    """Build one row per person and named session.

    If no session is named, the whole form is one session.
    """
    length = len(body.used)
    values: dict[str, Any] = read_person_fields(columns, task.context) | dict(session)
    values |= {"person_key": people, "row": EncodedValues.from_list(body.excel_rows.tolist())}
    undated = not session["date"].known.any()
    if undated and "participation.date" not in columns:
        values |= single_meeting_fields(task, length)
        may_be_several = task.context.answers.get("session_day") != ONE_DAY
        if values["date"].known.sum() < length and may_be_several:
            message = Message("no day is given: read as one session")
            task.context.log.add("one-session-assumed", message=message)
    elif not session["date"].known.all():
        values["session_no"] = _undated_session_numbers(session["date"], task, body)
    if "participation.site" in columns:
        site = PARTICIPATION.field("site")
        values["site"] = parse_column("participation", site, columns["participation.site"], task.context)
        if undated:
            values = without_homes(values, columns["participation.site"], task.context)
    elif task.sheet_context.site:
        values["site"] = EncodedValues.constant(task.sheet_context.site, length)
    rows = TableRows(values, length).assign_constants(status="present", source="sign_in")
    there = people.known if known is None else people.known & known
    if known is None and there.all():
        return handle_duplicate_visits(body, rows, task.context)
    return rows.select(there)


def _undated_session_numbers(dates: EncodedValues, task: ReadTask, body: SheetRows) -> EncodedValues:
    """Use the sheet's name to distinguish sessions without a date."""
    task.context.log.add_rows("date-missing", body.excel_rows[~dates.known], task.grid.cells.first_column)
    return EncodedValues(np.where(dates.known, 0, 1), [None, task.grid.cells.name])
