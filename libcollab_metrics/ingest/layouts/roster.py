"""Reader for rosters, one column per day: status of marks and blanks, transfers, and printed totals.

A printed school form (SF2) is a roster whose blanks mean present.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.files.cells import ErrorCell
from libcollab_metrics.ingest.layouts.attendee_list import compute_pseudonyms, read_person_fields
from libcollab_metrics.ingest.layouts.base import NAME_FIELDS, ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.roster_meetings import (
    Meeting,
    ask_about_grown_ups,
    classify_people,
    find_meetings,
)
from libcollab_metrics.ingest.layouts.roster_times import counts_times, read_times
from libcollab_metrics.ingest.layouts.roster_totals import (
    combine_day_totals,
    compare_day_totals,
    compare_person_totals,
    count_excused_as_absent,
    explain_marks_by_totals,
)
from libcollab_metrics.ingest.layouts.session_status import find_uncounted_answer
from libcollab_metrics.ingest.question_kinds import NOT_LISTED, ROW_KINDS, ask
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.tables.status_column import ask_marks
from libcollab_metrics.ingest.values.columns import Column, ParseContext, cell_text
from libcollab_metrics.ingest.values.dates import parse_day, parse_time
from libcollab_metrics.ingest.values.lexicon import known_words
from libcollab_metrics.ingest.values.marks import (
    ENTRY_MARKS,
    LEAVING_MARKS,
    NO_MARKS,
    OTHER_TEXT,
    TIME,
    MarkMeaning,
    excess_unknown_marks,
    hold_amounts,
    normalize_mark,
    resolve_marks,
)
from libcollab_metrics.ingest.values.table import (
    EncodedValues,
    RowsByTable,
    TableRows,
    concat_values,
)
from libcollab_metrics.messages import Message, plural_message
from libcollab_metrics.model.addresses import list_cells
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping, Question
from libcollab_metrics.model.schema import PRESENT_STATUSES

if TYPE_CHECKING:
    from numpy.typing import NDArray


# Enrolment: first and last day of learners who joined late or left, from transfer marks and remarks.

_REMARK = re.compile(
    r"\b(T\s*/\s*I|T\s*/\s*O|D\s*/\s*O|L\.?E\.?|N\.?L\.?P\.?A\.?"
    r"|transferred in|transferred out|late entry|dropped(?: out)?)\b"
    r"(?:[^\d]{0,20}?(\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{2,4})?|[A-Za-z]{3,9}\.? \d{1,2}(?:,? \d{4})?))?",
    re.IGNORECASE,
)


def enrolment_mask(
    meetings: Sequence[Meeting],
    marks: Sequence[EncodedValues],
    remarks: Column | None,
    length: int,
    context: ParseContext,
) -> list[NDArray[np.bool_]]:
    """Compute for each meeting which learners were enrolled; others have no row that day.

    A transfer out or a drop-out is the first day not enrolled, a transfer in the first day enrolled.
    """
    none = np.zeros(length, dtype=bool)
    left = list(
        accumulate((column.where(lambda mark: mark in LEAVING_MARKS) for column in marks), np.logical_or)
    )
    # A learner who transfers in on a later day is not enrolled yet.
    coming = (column.where(lambda mark: mark in ENTRY_MARKS) for column in reversed(marks))
    later = list(accumulate(coming, np.logical_or, initial=none))[-2::-1]
    stays = [~(has_left | not_yet) for has_left, not_yet in zip(left, later, strict=True)]
    if remarks is not None:
        _apply_remarks(meetings, remarks, stays, context)
    return stays


def _apply_remarks(
    meetings: Sequence[Meeting], remarks: Column, stays: list[NDArray[np.bool_]], context: ParseContext
) -> None:
    for person, cell in enumerate(remarks.cells):
        for kind, text in _REMARK.findall(cell_text(cell)):
            if not text and kind.casefold() == "le":
                continue  # "le" is a Spanish word
            limit = _parse_remark_day(text, meetings, context)
            enters = re.sub(r"\W", "", kind).casefold() in ("ti", "le", "transferredin", "lateentry")
            remark = f"{kind} {text}".strip()
            context.log.add(
                "stay-from-remark",
                int(remarks.rows[person]),
                remarks.number,
                heading=remarks.heading,
                value=remark,
                message=_stay_message(remark, limit, enters),
            )
            for meeting, stay in zip(meetings, stays, strict=True):
                if (
                    limit is not None
                    and meeting.day is not None
                    and ((meeting.day < limit) if enters else (meeting.day >= limit))
                ):
                    stay[person] = False


def _stay_message(remark: str, limit: datetime | None, enters: bool) -> Message:
    if limit is None:
        return (
            Message('"{remark}": it gives no day, so no first day in is set', remark=remark)
            if enters
            else Message('"{remark}": it gives no day, so no first day out is set', remark=remark)
        )
    day = limit.date()
    if enters:
        return Message('"{remark}": first day in: {day}', remark=remark, day=day)
    return Message('"{remark}": first day out: {day}', remark=remark, day=day)


def _parse_remark_day(text: str, meetings: Sequence[Meeting], context: ParseContext) -> datetime | None:
    """Parse the date of a remark; the year is the sheet's, else that of its meetings."""
    day = parse_day(text, context.answers.get("date_order", "month-first")) if text else None
    if day is None:
        return None
    days = sorted(meeting.day.date() for meeting in meetings if meeting.day is not None)
    chosen = day.to_date(context.year_for_month(day.month))
    if chosen is None and days:
        tried = [
            candidate
            for year in sorted({meeting_day.year for meeting_day in days})
            if (candidate := day.to_date(year))
        ]
        within = [candidate for candidate in tried if days[0] <= candidate <= days[-1]] or (
            tried if len(tried) == 1 else []
        )
        chosen = within[0] if len(within) == 1 else None
    return datetime(chosen.year, chosen.month, chosen.day) if chosen else None


#: Maximum length of a mark; longer text under a day is a remark that could contain a name and is not
#: repeated.
MAX_MARK_LENGTH = 4
#: Issue code for each way a mark was interpreted.
ISSUE_BY_EXPLANATION = {
    "legend": "marks-from-legend",
    "form": "marks-from-form",
    "totals": "marks-from-totals",
    "absences": "marks-from-totals",
    "custom": "mark-by-custom",
    "unexplained": "mark-unconfirmed",
    "number": "number-in-roster",
}


#: Meaning of a blank that nothing explains.
UNEXPLAINED = MarkMeaning("unknown", "")


def read_roster(task: ReadTask) -> ReadResult:
    """Read a roster's meetings and participation; unexplained marks stay unknown, and are asked about.

    A day without any mark or total was not recorded and is no session, unless a blank means that somebody
    came and no other day has a total, or the form has every day printed; a total of 0 is that of a formula
    over blanks. Nor is a day whose only marks are those that nothing
    explains, while other days have marks with a meaning.
    """
    grid, mapping, context = task.grid, task.mapping, task.context
    body = classify_people(grid, mapping, context)
    columns = {
        m.field: body.column(m) for m in reversed(mapping) if m.field and m.field != "participation.status"
    }
    meetings = find_meetings(grid, body, mapping, context)
    read = partial(read_mark, answered=find_answered_marks(context))
    marks = [meeting.column.parse(read) for meeting in meetings]
    legend, form = dict(task.sheet_context.legend), detect_form(grid)
    legend |= dict.fromkeys(task.sheet_context.other_marks, "")
    counts = count_marks(marks)
    meanings = resolve_marks(counts, legend, context.answers, form)
    if unknown := excess_unknown_marks(meanings):
        marks = [column.map(lambda mark: OTHER_TEXT if mark in unknown else mark) for column in marks]
        counts = count_marks(marks)
        meanings = resolve_marks(counts, legend, context.answers, form)
    if hold_amounts(counts) and counts_times(grid, counts):
        return read_times(task, body, meetings, mapping, _read_people(body, columns, task))
    if _are_quantities(counts, meanings, context):
        return _ask_about_quantities(grid, body, meetings, context)
    if hold_amounts(counts):  # the totals below the days then add up hours, not people
        meetings = [replace(meeting, printed_totals=()) for meeting in meetings]
    explained = task.sheet_context.other_marks  # in words that name no status: who is away may be excused
    meanings = explain_marks_by_totals(body, mapping, meetings, marks, meanings, explained)
    if not context.answers.get("excused"):
        meanings = count_excused_as_absent(body, marks, meanings)
    open_days = [
        _has_open_blanks(grid, meeting, column, meanings)
        for meeting, column in zip(meetings, marks, strict=True)
    ]
    statuses = [
        _marks_to_statuses(column, meanings, blank) for column, blank in zip(marks, open_days, strict=True)
    ]
    stays = enrolment_mask(meetings, marks, columns.get("notes.text"), len(body.used), context)
    stays = [stay & ~mask_not_listed(column, meanings) for stay, column in zip(stays, marks, strict=True)]
    listed = statuses_of_listed(statuses, stays)
    use_totals = context.answers.get("totals") == "sheet"
    if use_totals:  # some blanks are then no presences
        statuses = [
            _marks_to_statuses(column, meanings, open_day=True)
            if _differs_from_marks(meeting, own, stay)
            else own
            for meeting, column, own, stay in zip(meetings, marks, statuses, stays, strict=True)
        ]
    marks_by_day = _marks_by_day(marks, meanings)
    blank = meanings.get("", UNEXPLAINED)
    recorded = _find_recorded_days(meetings, marks_by_day, blank, grid)
    empty = [day for day in recorded if open_days[day] and not marks[day].where(bool).any()]
    recorded, asked_days = _settle_empty_days(grid, meetings, recorded, empty, context)
    blanks = count_marks([marks[day] for day in recorded])[""]
    if any(marks_by_day) and not blanks and blank.source == "unexplained":
        meanings[""] = UNEXPLAINED  # no day that was recorded has a blank
    report_marks(
        [meeting.column for meeting in meetings],
        marks,
        meanings,
        _mask_read_cells(marks, open_days, stays),
        context,
    )
    values = _read_people(body, columns, task)
    _report_open_days(grid, [meetings[day] for day in recorded if open_days[day]], meanings, context)
    for day in sorted(set(range(len(meetings))) - set(recorded)):
        if (marks[day].where(bool) & ~mask_not_listed(marks[day], meanings)).any():
            message = Message("no mark below this day is explained: it is no session until one is")
            _report_day(grid, meetings[day], message, context, "day-not-explained")
        else:
            _report_day(
                grid, meetings[day], Message("there is no mark below this day: it is no session"), context
            )
    _report_unread_days(body, mapping, meetings, context)
    tables = _build_tables(
        [meetings[day] for day in recorded],
        [statuses[day] for day in recorded],
        [stays[day] for day in recorded],
        values,
        task,
        use_totals=use_totals,
    )
    compare_person_totals(body, mapping, listed, context)
    compare_day_totals(body, meetings, listed, context)
    _report_colored_cells(grid, meetings, context)
    asked = tuple(mark for mark, meaning in meanings.items() if meaning.source in ("unexplained", "number"))
    if blanks:
        counts[""] = blanks  # a blank below a day without a mark says nothing
    questions = ask_marks(grid.cells.name, asked, counts, [meeting.column for meeting in meetings], marks)
    return ReadResult(body, tables, (*questions, *ask_about_grown_ups(body, context), *asked_days))


def _read_people(body: SheetRows, columns: dict[str, Column], task: ReadTask) -> dict[str, EncodedValues]:
    """Read the fields of the people of a roster, one row per person."""
    keys = compute_pseudonyms(columns, len(body.used), task.key)
    return read_person_fields(columns, task.context) | {
        "person_key": _separate_namesakes(keys, body, columns, task.context),
        "row": EncodedValues.from_list(body.excel_rows.tolist()),
    }


#: Reason for not counting the people of a roster of amounts.
QUANTITIES_REASON = Message("numbers that count something, and no marks of who came")


def _are_quantities(counts: Counter[str], meanings: Mapping[str, MarkMeaning], context: ParseContext) -> bool:
    """Return whether the cells below the days are amounts, such as books read, and no mark has a meaning.

    Hours next to a mark for absent say who came. The user's answer that a row is a person at a session means
    that each number is a mark.
    """
    answered = context.answers.get("row_is") or context.answers.get("layout")
    understood = any(meaning.status != "unknown" for meaning in meanings.values())
    return not answered and not understood and hold_amounts(counts)


def _ask_about_quantities(
    grid: Grid, body: SheetRows, meetings: Sequence[Meeting], context: ParseContext
) -> ReadResult:
    """Return no rows, and the question what a row of a roster of amounts is."""
    column = meetings[0].column
    context.log.add_rows(
        "number-in-roster",
        body.excel_rows,
        column.number,
        heading=Message("day columns"),
        message=QUANTITIES_REASON,
    )
    body.exclude(range(len(body.used)), QUANTITIES_REASON)
    text = Message(
        'The cells below "{first}" to "{last}" are numbers other than 0 and 1, such as books read or hours. '
        "Are they marks of who came?",
        first=column.heading,
        last=meetings[-1].column.heading,
    )
    options = (
        ("person", Message("no: do not count these people")),
        ("person-at-session", Message("yes: then say what each number means")),
        ("hours", Message("no: they are hours that these people worked")),
        ("nothing", ROW_KINDS["nothing"]),
    )
    question = ask("row_is", grid.cells.name, text=text, options=options, default="person")
    return ReadResult(body, {}, (question,))


#: What a sheet stores for a box that is ticked and for one that is not.
CHECKED, UNCHECKED = "true", "false"


def _marks_by_day(
    marks: Sequence[EncodedValues], meanings: Mapping[str, MarkMeaning]
) -> list[frozenset[str]]:
    """Return the marks of each day, without those that nothing explains and that no other day has.

    A word across a merged column, or a letter for a holiday, is not the mark of a person, even if other days
    have other words; nor are the marks of a day most of whose cells hold it, or a letter that is the only one
    of each of its days, such as S below every Sunday. A dash alone says no more than a blank, and marks of
    people who were not on the list say nothing about a day.
    """
    counts = [count_marks([column]) for column in marks]
    used = [set(day) - NO_MARKS for day in counts]
    if any(CHECKED in day for day in used):  # an empty tick box says no more than a blank
        used = [set() if day == {UNCHECKED} else day for day in used]
    is_text_open = meanings.get(OTHER_TEXT, UNEXPLAINED).status == "unknown"
    if is_text_open and any(day - {OTHER_TEXT} for day in used):
        used = [set() if day == {OTHER_TEXT} else day for day in used]
    days = Counter(mark for day in used for mark in day)
    explained = {mark for mark in days if meanings.get(mark, UNEXPLAINED).status != "unknown"}
    among_others = {mark for day in used if len(day) > 1 for mark in day}
    is_mark = {
        mark
        for mark in days
        if mark in explained or (days[mark] > 1 and (mark in among_others or not explained))
    }
    if not is_mark:
        return [frozenset(day) for day in used]
    not_listed = {mark for mark in is_mark if meanings.get(mark, UNEXPLAINED).source == NOT_LISTED}
    return [
        frozenset(day & is_mark)
        if sum(count[mark] for mark in day - is_mark) <= sum(count[mark] for mark in day & is_mark)
        and not day & is_mark <= not_listed
        else frozenset()
        for day, count in zip(used, counts, strict=True)
    ]


def _find_recorded_days(
    meetings: Sequence[Meeting], marks_by_day: Sequence[frozenset[str]], blank: MarkMeaning, grid: Grid
) -> list[int]:
    """Return the days with a mark, a total or guests, and those on which a blank means that everybody came.

    A day whose marks say that there was no session is none.
    """
    has_total = [any(total for _, total in meeting.printed_totals) for meeting in meetings]
    all_came = blank.status in PRESENT_STATUSES and (grid.layout == "sf2" or not any(has_total))
    is_closed = [meeting.column.number in grid.closed_columns for meeting in meetings]
    return [
        day
        for day, used in enumerate(marks_by_day)
        if has_total[day] or used or meetings[day].guests or (all_came and not is_closed[day])
    ]


def mask_not_listed(marks: EncodedValues, meanings: Mapping[str, MarkMeaning]) -> NDArray[np.bool_]:
    """Return which cells have a mark of somebody who was not on the list then."""
    return marks.where(lambda mark: meanings[mark].source == NOT_LISTED)


def detect_form(grid: Grid) -> str:
    """Detect a printed form with its own marks: "sf2", "register" (Spanish) or ""."""
    if grid.layout == "sf2":
        return "sf2"
    texts = {normalize_heading(heading.text) for heading in grid.headings}
    spanish = any(
        word in text for text in texts for word in ("falta", "tardanza", "inasistencia", "asistencias")
    )
    return "register" if spanish or texts & {"apellidos y nombres", "estudiante", "nombre/s"} else ""


def count_marks(marks: Sequence[EncodedValues]) -> Counter[str]:
    """Count the occurrences of each mark in the columns of a roster."""
    counts: Counter[str] = Counter()
    for column in marks:
        often = np.bincount(column.codes, minlength=len(column.values)).tolist()
        for mark, times in zip(column.values, often, strict=True):
            counts[mark] += times
    return counts


def _has_open_blanks(
    grid: Grid, meeting: Meeting, marks: EncodedValues, meanings: dict[str, MarkMeaning]
) -> bool:
    """Return True if the blanks of a day are unknown: the day has neither marks nor a total.

    On the school form a blank means present only on a day whose total is filled in.
    """
    unmarked = not marks.where(bool).any() and not meeting.printed_totals
    printed = grid.layout == "sf2" and meanings.get("", MarkMeaning("", "")).source == "form"
    return unmarked or (printed and not meeting.printed_totals)


def _marks_to_statuses(
    marks: EncodedValues, meanings: dict[str, MarkMeaning], open_day: bool
) -> EncodedValues:
    """Translate the marks of a day into statuses."""
    return marks.map(lambda mark: "unknown" if mark == "" and open_day else meanings[mark].status)


def _mask_read_cells(
    marks: Sequence[EncodedValues], open_days: Sequence[bool], stays: Sequence[NDArray[np.bool_]]
) -> list[NDArray[np.bool_]]:
    """Mask for each day the cells read by their mark: enrolled people, no blanks of open days."""
    return [
        stay & (column.where(bool) if blank else True)
        for column, blank, stay in zip(marks, open_days, stays, strict=True)
    ]


def statuses_of_listed(
    statuses: Sequence[EncodedValues], listed: Sequence[NDArray[np.bool_]]
) -> list[list[str | None]]:
    """Return the statuses of each day by person; None for somebody who was not on the list then."""
    return [
        [status if there else None for status, there in zip(column, on.tolist(), strict=True)]
        for column, on in zip(statuses, listed, strict=True)
    ]


def _build_tables(
    meetings: Sequence[Meeting],
    statuses: Sequence[EncodedValues],
    stays: Sequence[NDArray[np.bool_]],
    values: dict[str, EncodedValues],
    task: ReadTask,
    *,
    use_totals: bool,
) -> RowsByTable:
    """Build one session per meeting, and one row per enrolled person and meeting, in that order.

    `use_totals` is whether the totals below the days are right where the marks are not.
    """
    grid, program, site = task.grid, task.sheet_context.program or None, task.sheet_context.site or None
    sessions = [
        {
            "program_id": program,
            "site": site,
            "date": meeting.day,
            "session_no": meeting.label or None,
            "roster": "partial"
            if column.select(stay).where(lambda status: status == "unknown").any()
            else "complete",
            "events": 1.0,
            "row": grid.row_number(grid.header),
        }
        | _head_count(meeting, column, stay, use_totals=use_totals)
        for meeting, column, stay in zip(meetings, statuses, stays, strict=True)
    ]
    length = len(next(iter(values.values())))
    there: NDArray[Any] = np.concatenate(stays) if stays else np.zeros(0, dtype=bool)
    people = {name: column.repeat(len(meetings)) for name, column in values.items()}
    people["date"] = EncodedValues.from_list(meeting.day for meeting in meetings).repeat(length, each=True)
    people["session_no"] = EncodedValues.from_list(meeting.label or None for meeting in meetings).repeat(
        length, each=True
    )
    people["status"] = concat_values(statuses)
    rows = TableRows(people, length * len(meetings)).assign_constants(
        program_id=program, site=site, source="roster"
    )
    return {"sessions": TableRows.from_dicts(sessions), "participation": rows.select(there)}


def _head_count(
    meeting: Meeting, statuses: EncodedValues, listed: NDArray[np.bool_], *, use_totals: bool
) -> dict[str, object]:
    """Return the head count of a session that its total gives, or that includes guests; else nothing.

    Guests have no row of their own: the attendance rate is that of the people on the list.
    """
    stated = combine_day_totals(meeting.printed_totals) if use_totals else None
    if stated is not None:
        return {"attended": stated + meeting.guests}
    if not meeting.guests:
        return {}
    own = statuses.select(listed)
    came = int(np.count_nonzero(own.where(PRESENT_STATUSES.__contains__)))
    is_open = bool(own.where(lambda status: status == "unknown").any())
    return {"attended": float(came + meeting.guests), "attended_at_least": is_open}


def _differs_from_marks(meeting: Meeting, statuses: EncodedValues, listed: NDArray[np.bool_]) -> bool:
    """Return whether the total of a day is not the number of its marks for present."""
    stated = combine_day_totals(meeting.printed_totals)
    came = np.count_nonzero(statuses.select(listed).where(PRESENT_STATUSES.__contains__))
    return stated is not None and stated != came


def _separate_namesakes(
    people: EncodedValues, body: SheetRows, columns: dict[str, Column], context: ParseContext
) -> EncodedValues:
    """Give two rows with the same name different pseudonyms: a roster lists each person once.

    Each repeated name is reported.
    """
    listed = list(people)
    seen: Counter[str] = Counter()
    for row_index, (row, name) in enumerate(zip(body.excel_rows.tolist(), listed, strict=True)):
        if name is not None and seen[name]:
            message = Message("the same name is in an earlier row; read as two people")
            column = next((columns[field].number for field in NAME_FIELDS if field in columns), 1)
            context.log.add("same-person-perhaps", row, column, message=message)
            listed[row_index] = f"{name[:-4]}-{seen[name]:03d}"
        if name is not None:
            seen[name] += 1
    return EncodedValues.from_list(listed)


def read_mark(cell: object, answered: Collection[str] = ()) -> str:
    """Return the mark of a cell, normalized; a longer text, which may be a name, is not repeated.

    A time is that of arrival, and one mark. A text that was `answered` is a mark, however long it is.
    """
    if isinstance(cell, ErrorCell):
        return ""
    if isinstance(cell, time) or (isinstance(cell, str) and ":" in cell and parse_time(cell) is not None):
        return TIME
    mark = normalize_mark(cell_text(cell))
    is_mark = len(mark) <= MAX_MARK_LENGTH or normalize_heading(mark) in known_words("status")
    return mark if is_mark or mark in answered else OTHER_TEXT


def find_answered_marks(context: ParseContext) -> frozenset[str]:
    """Return the marks, normalized, whose meaning was answered."""
    return frozenset(map(normalize_mark, context.answers.get("marks", {})))


#: Entry of the answer about days without a mark and a total, and most days that its question lists.
EMPTY_DAYS, MAX_LISTED = "days", 3


def _settle_empty_days(
    grid: Grid, meetings: Sequence[Meeting], recorded: list[int], empty: Sequence[int], context: ParseContext
) -> tuple[list[int], tuple[Question, ...]]:
    """Return the recorded days, without those without a mark and a total if answered so, and the question.

    Nothing is asked unless most days have a total.
    """
    answer = find_uncounted_answer(context.answers, EMPTY_DAYS)
    have_totals = sum(bool(meeting.printed_totals) for meeting in meetings)
    if not empty or answer == "held" or 2 * have_totals < len(meetings):
        return recorded, ()
    if answer == "cancelled":
        return [day for day in recorded if day not in empty], ()
    columns = [meetings[day].column for day in empty]
    for column in columns:
        message = Message("no mark and no total below this day: read as held")
        context.log.add("held-unclear", grid.row_number(grid.top), column.number, message=message)
    row = grid.row_number(grid.top)
    cells = list_cells([context.log.name_cell(row, column.number) for column in columns], MAX_LISTED)
    text = plural_message(
        len(columns),
        "A day has no mark and no total, unlike the others ({cells}). Was there a session?",
        "{count} days have no mark and no total, unlike the others ({cells}). Were there sessions?",
        cells=cells,
    )
    return recorded, (ask("uncounted_rows", grid.cells.name, entry=EMPTY_DAYS, text=text),)


def _report_open_days(
    grid: Grid, open_days: Sequence[Meeting], meanings: dict[str, MarkMeaning], context: ParseContext
) -> None:
    """Report the days whose blanks are unknown if a blank has a meaning on this sheet."""
    if meanings.get("", UNEXPLAINED).status != "unknown":
        for meeting in open_days:
            _report_day(grid, meeting, Message("no total below this day: its blanks are unknown"), context)


def _report_unread_days(
    body: SheetRows, mapping: Sequence[ColumnMapping], meetings: Sequence[Meeting], context: ParseContext
) -> None:
    """Report columns between the days that hold their marks below a heading that is no day."""
    numbers = [meeting.column.number for meeting in meetings]
    known = {text for meeting in meetings for text in meeting.column.cell_texts}
    for mapped in mapping:
        if mapped.field or not numbers or not min(numbers) < mapped.column < max(numbers):
            continue
        texts = {text for text in body.column(mapped).cell_texts if text}
        if texts and texts <= known:
            message = Message(
                "its heading is not a day, but attendance marks are below it: not counted as a session"
            )
            heading = Message("day columns")
            row = body.grid.row_number(body.grid.header)
            context.log.add("day-not-explained", row, mapped.column, heading=heading, message=message)


def _report_day(
    grid: Grid, meeting: Meeting, message: str, context: ParseContext, code: str = "day-without-marks"
) -> None:
    context.log.add(
        code,
        grid.row_number(grid.header),
        meeting.column.number,
        heading=Message("day columns"),
        value=meeting.column.heading,
        message=message,
    )


def report_marks(
    columns: Sequence[Column],
    marks: Sequence[EncodedValues],
    meanings: dict[str, MarkMeaning],
    as_meant: Sequence[NDArray[np.bool_]],
    context: ParseContext,
) -> None:
    """Report once per mark how it was read: by legend, form, custom, or not at all."""
    holding: dict[str, list[int]] = {}
    for index, column in enumerate(marks):
        for mark in dict.fromkeys(column.values):
            holding.setdefault(mark, []).append(index)
    for mark, meaning in meanings.items():
        if meaning.source not in ISSUE_BY_EXPLANATION:
            continue
        name = mark or Message("blank")
        if meaning.source in ("totals", "absences"):
            message = Message(
                '"{mark}" read as {status}: {reason}',
                mark=name,
                status=Message(meaning.status),
                reason=Message("a column counts it as an absence")
                if meaning.source == "absences"
                else Message("the totals count it")
                if meaning.status == "present"
                else Message("the totals do not count it"),
            )
        elif meaning.status != "unknown":
            message = Message('"{mark}" read as {status}', mark=name, status=Message(meaning.status))
        else:
            message = Message('what "{mark}" means was not said', mark=name)
        for index in holding.get(mark, ()):
            typed, column, meant = columns[index], marks[index], as_meant[index]
            is_reported = meant if meaning.status != "unknown" else np.ones_like(meant)
            rows = typed.rows[column.where(lambda other_mark, mark=mark: other_mark == mark) & is_reported]
            context.log.add_rows(
                ISSUE_BY_EXPLANATION[meaning.source],
                rows,
                typed.number,
                heading=Message("mark {mark}", mark=name),
                value=mark,
                message=message,
            )


def _report_colored_cells(grid: Grid, meetings: Sequence[Meeting], context: ParseContext) -> None:
    """Report cells under the days that are only filled with color: color is not read as a mark."""
    days, last = {meeting.column.number for meeting in meetings}, grid.row_number(grid.header)
    for row, column in map(grid.cells.parse_address, grid.cells.filled_blanks):
        if row > last and column in days:
            context.log.add(
                "colour-not-read", row, column, message=Message("a colour alone is not read as a mark")
            )
