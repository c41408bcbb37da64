"""Reader for hours that people worked: logs of volunteers and duty rosters of staff.

A row becomes hours of the ledger, given to the project. Names are read for the layout only and not kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import time, timedelta
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.layouts.answered_rows import exclude_answered_rows
from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.ledger import read_party
from libcollab_metrics.ingest.layouts.ledger_kinds import HOURS
from libcollab_metrics.ingest.layouts.log_rows import handle_duplicate_rows
from libcollab_metrics.ingest.layouts.session_days import LEAP_YEAR
from libcollab_metrics.ingest.question_kinds import QUESTIONS, ask
from libcollab_metrics.ingest.tables.column_roles import (
    find_hours_of_groups,
    hours_roles,
    keep_tables,
    kind_of_worker,
)
from libcollab_metrics.ingest.tables.evidence import TableEvidence
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.mapping import BY_HAND
from libcollab_metrics.ingest.tables.rows import ByField, SheetRows, classify_rows
from libcollab_metrics.ingest.tables.totals import is_possible_total
from libcollab_metrics.ingest.values.columns import (
    CellIssue,
    Column,
    ParseContext,
    cell_text,
    parse_column,
    report_issues,
)
from libcollab_metrics.ingest.values.dates import detect_date_order, parse_day, parse_time
from libcollab_metrics.ingest.values.lexicon import names_layout
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, concat_rows, mask_value
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping, Question
from libcollab_metrics.model.schema import LIBRARY, PROJECT, SCHEMA

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from libcollab_metrics.ingest.files.cells import SheetCells

LEDGER = SCHEMA["ledger"]
MINUTES_PER_HOUR = 60.0
#: Most hours of one row: a longer stretch is a total of several days, or a mistake.
MAX_HOURS_PER_ROW = 24.0
#: Largest difference in hours between the typed number and the clock that is no disagreement.
MAX_CLOCK_DIFFERENCE = 0.05
#: Letters below a heading such as "S/V".
LETTERS_OF_WORKERS = {"s": "staff_hours", "v": "volunteer_hours"}
#: Fewest and most codes of workers in a column, their longest, and most rows below a table that explain them.
MIN_CODES, MAX_CODES, MAX_CODE_LENGTH, MAX_LINES_BELOW = 2, 6, 3, 6
#: Fewest cells of a row of hours: the hours of a person or on a day, or two times.
MIN_CELLS = 2
NO_HOURS = Message("no hours and no times")
_PARTS = re.compile(
    r"^(?:(\d+(?:\.\d+)?)\s*(?:h|hr|hrs|hour|hours|hora|horas|oras)\.?)?\s*(?:y|and|at|,)?\s*"
    r"(?:(\d+)\s*(?:m|min|mins|minute|minutes|minuto|minutos)\.?)?$"
)
#: A number of hours with a fraction, "2 1/2" or "1/2", and its unit.
_FRACTION = re.compile(r"(?:(\d+)\s*)??([1-9])/([2-9])(\s*[^\W\d_]*\.?)$")
#: What a line says that the rows below it are not: "NOT volunteers - paid".
_NEGATED = re.compile(r"\b(?:not|no|non|hindi)\s+\w+")
_CLOCK = re.compile(r"^(\d{1,2}):([0-5]\d)(?::[0-5]\d)?$")
_RANGE = re.compile(r"\s*(?:-|–|—|\bto\b|\ba\b|\bhanggang\b|\bhasta\b)\s*")


def read_volunteer_log(task: ReadTask) -> ReadResult:
    """Read each row as hours of a volunteer, given to the project and received."""
    return _read_hours(task, "volunteer_hours")


def read_staff_roster(task: ReadTask) -> ReadResult:
    """Read each row as hours of the library's staff, given to the project and spent."""
    return _read_hours(task, "staff_hours")


def refine_hours_log(grid: Grid, mapped: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Refine the mapping of a log of hours: staff and volunteers may each have a column."""
    own = keep_tables("ledger")(grid, mapped)
    columns = find_hours_of_groups(grid)
    if len(columns) < 2 or any(m.reason == BY_HAND and m.field == "ledger.quantity" for m in own):
        return own
    reason = Message("the hours of all staff, or of all volunteers")
    return [
        replace(m, field="ledger.quantity", reason=reason)
        if m.column in columns.values()
        else replace(m, field="", reason=Message("another column has the hours: not used"))
        if m.field == "ledger.quantity"
        else m
        for m in own
    ]


def _read_hours(task: ReadTask, kind: str) -> ReadResult:
    """Read one row of hours per row of the sheet, or one for staff and one for volunteers."""
    worked = _find_columns_of_groups(task)
    roles = {} if worked else hours_roles(task.grid, task.mapping)
    fields = {column: role for role, column in roles.items()}
    task = replace(task, grid=_carry_days(task.grid, task.mapping, task.context))
    body = classify_rows(task.grid, task.mapping, task.context.log, _needs_hours(task, fields))
    exclude_answered_rows(body, "hours", task.context)
    handle_duplicate_rows(body, task.context)
    hours = [_read_typed(body, {"hours": number}, task) for number in worked.values()]
    if worked:
        reasons = ["" if any(of_row) else NO_HOURS for of_row in zip(*hours, strict=True)]
    else:
        found, reasons = _find_hours(body, roles, task)
        hours = [found]
    usable = _exclude_rows(body, reasons, task)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    found_kinds = None if worked else _find_kinds_of_workers(body)
    asked: tuple[Question, ...] = ()
    if not worked and found_kinds is None:
        found_kinds, asked = _find_explained_kinds(body, task)
    if not worked and found_kinds is None:
        kind, asked = _settle_kind(kind, body, task)
        found_kinds = find_marked_kinds(body, [m.column for m in task.mapping if m.field], kind, task)
    kinds = [EncodedValues.constant(group, len(body.used)) for group in worked or (kind,)]
    if found_kinds is not None:
        kinds = [found_kinds]
    shared = _read_shared_fields(columns, body, task)
    parts = [build_hours(own.select(usable), of, shared) for own, of in zip(hours, kinds, strict=True)]
    worked_rows = [rows.select(rows.column("quantity").where(bool)) for rows in parts]
    return ReadResult(body, {"ledger": concat_rows(worked_rows)}, asked)


def _find_columns_of_groups(task: ReadTask) -> dict[str, int]:
    """Return the columns of the hours of all staff and of all volunteers, if both are read; else none."""
    mapped = {m.column for m in task.mapping if m.field == "ledger.quantity"}
    worked = find_hours_of_groups(task.grid) if len(mapped) > 1 else {}
    return worked if mapped == set(worked.values()) else {}


def _exclude_rows(body: SheetRows, reasons: Sequence[str], task: ReadTask) -> NDArray[np.bool_]:
    """Exclude and report the rows with a reason, and return which rows have none."""
    for reason in dict.fromkeys(filter(None, reasons)):
        rows = [position for position, text in enumerate(reasons) if text == reason]
        task.context.log.add_rows("row-left-out", body.excel_rows[rows], 1, message=reason)
        body.excluded += [(int(body.used[position]), reason) for position in rows]
    usable = np.array([not reason for reason in reasons], dtype=bool)
    body.used = body.used[usable]
    return usable


def _find_kinds_of_workers(body: SheetRows) -> EncodedValues | None:
    """Return the kind of hours of each row from a column of "staff" and "volunteer", None without one."""
    for heading in body.grid.headings:
        words = re.findall(r"[^\W\d_]+", normalize_heading(heading.text))
        is_named = len({kind_of_worker(word) for word in words} - {""}) > 1
        is_named |= heading.own_role("volunteer_log") == "kind_of_worker"
        kind_of = partial(_kind_of_workers, accept_letters=is_named)
        texts = body.column_at(heading.column).parse_normalized(kind_of)
        kinds = {texts.values[code] for code in np.unique(texts.codes).tolist()}
        if len(kinds) > 1 and "" not in kinds:
            return texts
    return None


def find_marked_kinds(body: SheetRows, used: Collection[int], kind: str, task: ReadTask) -> EncodedValues:
    """Return the kind of hours of each row: another one where a cell or the line above the rows says so.

    Parameters
    ----------
    body : SheetRows
        Rows with hours.
    used : collection of int
        Excel columns that are read; a word such as "PAID" in another one says whose hours a row has.
    kind : str
        Kind of the hours of all other rows.
    task : ReadTask
        Sheet and issue log.

    Returns
    -------
    EncodedValues
        "volunteer_hours" or "staff_hours" of each used row. A line such as "NOT volunteers - paid" is about
        the rows below it, up to the next line.
    """
    kinds = EncodedValues.from_list(_kinds_of_sections(body))
    for heading in body.grid.headings:
        if heading.column not in used:
            named = body.column_at(heading.column).parse_normalized(
                lambda text: "" if " " in text else kind_of_worker(text)
            )
            kinds = named.map(lambda found: found or None).fill_unknown(kinds)
    is_other = kinds.known & kinds.where(lambda found: found != kind)
    is_other &= body.grid.cells.filled_counts[body.used] > 1
    for other in HOURS:
        rows = is_other & kinds.where(lambda found, other=other: found == other)
        other_kind = Message(other.replace("_", " "))
        message = Message("a line above or a word in the row says that these are {kind}", kind=other_kind)
        task.context.log.add_rows(
            "choice-assumed",
            body.excel_rows[rows],
            body.grid.cells.first_column,
            heading=Message("Kind"),
            message=message,
        )
    return kinds.fill_unknown(EncodedValues.constant(kind, len(body.used)))


def _kinds_of_sections(body: SheetRows) -> list[str | None]:
    """Return whose hours the last line with a single text above each row names; None without such a line.

    A line that names none, below a blank row or a total, ends the section; elsewhere it may be a person
    without hours.
    """
    cells, found = body.grid.cells, {}
    section = None
    for index in range(body.grid.header + 1, cells.height):
        if cells.filled_counts[index] == 1:
            text = next(cell_text(cell) for cell in cells.rows[index] if cell is not None)
            named = _kind_of_workers(_NEGATED.sub("", normalize_heading(text)))
            is_apart = not cells.filled[index - 1] or index - 1 in body.totals
            section = named or (None if is_apart else section)
        found[index] = section
    return [found[index] for index in body.used.tolist()]


def _find_explained_kinds(
    body: SheetRows, task: ReadTask
) -> tuple[EncodedValues | None, tuple[Question, ...]]:
    """Return the kind of hours of each row from a column of codes that a line next to the table explains.

    Of a code whose explanation names neither staff nor volunteers, the user is asked; until then its hours
    are those of volunteers. Without such a column, there are no kinds.
    """
    cells, used = task.grid.cells, {mapped.column for mapped in task.mapping if mapped.field}
    lines = [*cells.rows[: task.grid.top], *cells.rows[-MAX_LINES_BELOW:]]
    around = [cell for row in lines for cell in row if isinstance(cell, str)]
    for heading in task.grid.headings:
        column = body.column_at(heading.column)
        codes = {text for text in column.cell_texts if text}
        if heading.column in used or not MIN_CODES <= len(codes) <= MAX_CODES:
            continue
        meanings = {code: _find_explanation(code, around) for code in codes}
        kinds = {code: _kind_of_workers(normalize_heading(text)) for code, text in meanings.items()}
        if all(meanings.values()) and any(kinds.values()):
            answers = task.context.kind_answers
            kinds |= {code: answers[code.casefold()] for code in codes if code.casefold() in answers}
            open_codes = [code for code in sorted(codes) if kinds[code] not in HOURS]
            _report_open_codes(column, open_codes, task)
            kinds |= dict.fromkeys(open_codes, "volunteer_hours")
            named = column.parse_text(kinds.get).fill_unknown(
                EncodedValues.constant("volunteer_hours", len(column))
            )
            return named, tuple(_ask_about_code(code, task) for code in open_codes)
    return None, ()


def _find_explanation(code: str, lines: Sequence[str]) -> str:
    """Return what a line says that a code means; "" if none does.

    Examples
    --------
    >>> _find_explanation("V", ["F = staff    V = volunteer    hrs in decimals"])
    'volunteer'
    """
    if len(code) > MAX_CODE_LENGTH:
        return ""
    pattern = rf"(?<!\w){re.escape(code)}\s*[=:]\s*(.+?)(?=\s{{2,}}|[;,|]|\s\S{{1,3}}\s*[=:]|$)"
    return next((match[1].strip() for line in lines if (match := re.search(pattern, line))), "")


def _report_open_codes(column: Column, codes: Sequence[str], task: ReadTask) -> None:
    is_open = column.parse_text(lambda text: text in codes).where(bool)
    message = Message("nothing says who worked: read as {kind}", kind=Message("volunteer hours"))
    task.context.log.add_rows("choice-assumed", column.rows[is_open], column.number, message=message)


def _ask_about_code(code: str, task: ReadTask) -> Question:
    """Ask whose hours a code means, without its explanation, which may be the name of a person."""
    text = Message("The hours of “{code}”: whose are they?", code=code)
    options = tuple(option for option in QUESTIONS["kinds"].options if option[0] in HOURS)
    return ask(
        "kinds", task.grid.cells.name, entry=code, text=text, options=options, default="volunteer_hours"
    )


def _kind_of_workers(text: str, *, accept_letters: bool = False) -> str:
    """Return whose hours a short text names, if all its words that say so agree."""
    if accept_letters and text in LETTERS_OF_WORKERS:
        return LETTERS_OF_WORKERS[text]
    kinds = {kind for word in re.findall(r"[^\W\d_]+", text) if (kind := kind_of_worker(word))}
    return kinds.pop() if len(kinds) == 1 else ""


def _carry_days(grid: Grid, mapping: Sequence[ColumnMapping], context: ParseContext) -> Grid:
    """Return a log in which a row without a day, directly below one with a day, has that day; report them.

    That is so where every day is readable and none is before the day above it. A row needs several cells, and
    none that may be the label of a total.
    """
    dated = [mapped for mapped in mapping if mapped.field == "ledger.date"]
    if len(dated) != 1:
        return grid
    cells, place = grid.cells, dated[0].column - grid.cells.first_column
    column = cells.columns[place]
    texts = [cell_text(cell) for cell in column.cells]
    order = context.answers.get("date_order") or detect_date_order(texts) or context.date_order
    read = [parse_day(text, order or "month-first") if text else None for text in texts]
    year = context.year or LEAP_YEAR
    days = [(day.to_date(day.year or year) if day else None) for day in read]
    codes, carried, last = column.codes.copy(), [], 0
    for index in range(grid.header + 1, cells.height):
        code = int(codes[index])
        day, above = days[code] if code else None, days[last] if last else None
        if code and cell_text(column.cells[code]) == dated[0].heading:
            last = 0  # the headings again
        elif code and (day is None or (above is not None and day < above)):
            return grid
        elif code:
            last = code
        elif last and codes[index - 1] and cells.filled_counts[index] > 1 and not _has_total(cells, index):
            codes[index] = last
            carried.append(grid.row_number(index))
    message = Message("blank: read as the day of the last row above that has one")
    context.log.add_rows(
        "date-from-context", carried, dated[0].column, heading=dated[0].heading, message=message
    )
    columns = (*cells.columns[:place], column.with_codes(codes), *cells.columns[place + 1 :])
    return replace(grid, cells=replace(cells, columns=columns)) if carried else grid


def _has_total(cells: SheetCells, index: int) -> bool:
    texts = (normalize_heading(cell) for cell in cells.rows[index] if isinstance(cell, str))
    return any(map(is_possible_total, texts))


def _needs_hours(task: ReadTask, role_by_column: Mapping[int, str]) -> Callable[[ByField], str]:
    """Return the function that says what a row lacks; rows without a number or times are checked later."""
    dated = any(mapped.field == "ledger.date" for mapped in task.mapping)

    def missing(row: ByField) -> str:
        if dated and not row.get("ledger.date"):
            return Message("no day")
        return "" if sum(map(len, row.values())) >= MIN_CELLS or not role_by_column else NO_HOURS

    return missing


def _find_hours(body: SheetRows, roles: Mapping[str, int], task: ReadTask) -> tuple[EncodedValues, list[str]]:
    """Return the hours of each row, and why a row has none ("" if it has)."""
    length = len(body.used)
    nothing = EncodedValues.constant(None, length)
    typed = _read_typed(body, roles, task)
    clock = nothing
    if {"start", "end"} <= set(roles):
        times = [_parse_times(body.column_at(roles[side]), task) for side in ("start", "end")]
        clock = EncodedValues.from_list(
            _hours_between(first, last) for first, last in zip(*times, strict=True)
        )
    elif "shift" in roles:
        clock = body.column_at(roles["shift"]).parse_text(_hours_of_shift)
    _report_disagreement(typed, clock, body, roles, task)
    hours = typed.fill_unknown(clock)
    reasons = [
        NO_HOURS
        if value is None
        else Message("no time was worked")
        if value <= 0
        else Message("more than {hours} hours in one row", hours=MAX_HOURS_PER_ROW)
        if value > MAX_HOURS_PER_ROW
        else ""
        for value in hours
    ]
    return hours, reasons


def _read_typed(body: SheetRows, roles: Mapping[str, int], task: ReadTask) -> EncodedValues:
    """Return the hours typed as a number of hours or of minutes; None where there are none."""
    typed = EncodedValues.constant(None, len(body.used))
    for role, unit in (("hours", 1.0), ("minutes", 1 / MINUTES_PER_HOUR)):
        if role not in roles:
            continue
        column = body.column_at(roles[role], _heading(task, roles[role]))
        read = column.parse(partial(parse_duration, unit=unit))
        cell_issues: list[CellIssue] = [
            ("number-unreadable", Message("not a number of hours"))
            if cell_text(cell) and value is None
            else None
            for cell, value in zip(column.distinct, read.values, strict=True)
        ]
        report_issues(column.without_texts(), task.context, cell_issues)
        typed = typed.fill_unknown(read)
    return typed


def parse_duration(cell: object, unit: float = 1.0) -> float | None:
    """Parse a duration as hours; None if it is none.

    Parameters
    ----------
    cell : object
        Number, text ("2.5", "2h 30m", "90 min", "1:45"), time of day (a duration in Excel) or timedelta.
    unit : float, default 1.0
        Hours of a bare number: 1 for a column of hours, 1/60 for one of minutes.

    Returns
    -------
    float or None
        Hours.

    Examples
    --------
    >>> [parse_duration(cell) for cell in (2.5, "2h 30m", "90 min", "1:45", "many")]
    [2.5, 2.5, 1.5, 1.75, None]
    >>> parse_duration(90.0, 1 / 60), parse_duration("2 1/2"), parse_duration("1½ hrs")
    (1.5, 2.5, 1.5)
    """
    if isinstance(cell, timedelta):
        return cell.total_seconds() / 3600
    if isinstance(cell, time):
        return cell.hour + cell.minute / MINUTES_PER_HOUR + cell.second / 3600
    text = _replace_fraction(cell_text(cell).casefold())
    if not text:
        return None
    if match := _CLOCK.match(text):
        return int(match[1]) + int(match[2]) / MINUTES_PER_HOUR
    match = _PARTS.match(text)
    if match and (match[1] or match[2]):
        return float(match[1] or 0) + float(match[2] or 0) / MINUTES_PER_HOUR
    value = parse_number(text).value
    return None if value is None else value * unit


def _replace_fraction(text: str) -> str:
    """Return a text with a fraction as a decimal: "2.5" for "2 1/2" and "2½"."""
    match = _FRACTION.match(unicodedata.normalize("NFKC", text).replace("\N{FRACTION SLASH}", "/"))
    if match is None or int(match[2]) >= int(match[3]):
        return text
    return f"{int(match[1] or 0) + int(match[2]) / int(match[3]):g}{match[4]}"


def _parse_times(column: Column, task: ReadTask) -> EncodedValues:
    return parse_column("sessions", SCHEMA["sessions"].field("start"), column, task.context)


def _hours_between(start: float | None, end: float | None) -> float | None:
    """Return the hours between two times in minutes since midnight.

    A shift may end after midnight. Of two times of a 12-hour clock, "9:00" and "1:00", the second is in the
    afternoon.
    """
    if start is None or end is None:
        return None
    half_day = 12 * MINUTES_PER_HOUR
    if end < start < half_day:
        end += half_day
    minutes = end - start
    return (minutes if minutes >= 0 else minutes + 2 * half_day) / MINUTES_PER_HOUR


def _hours_of_shift(text: str) -> float | None:
    """Return the hours of a shift such as "8:00 AM - 12:00 NN"; None if it is no range of times."""
    parts = _RANGE.split(text.casefold().replace("nn", "pm").replace("noon", "pm"), maxsplit=1)
    if len(parts) != 2:
        return None
    start, end = (
        parse_time(f"{part.strip()}:00" if part.strip().isdigit() else part.strip()) for part in parts
    )
    if start is None or end is None:
        return None
    half_day = 12 * MINUTES_PER_HOUR
    if "pm" in parts[1].replace(".", "") and not re.search(r"[ap]\.?m", parts[0]) and start + half_day < end:
        start += half_day  # "1:00-5:00 PM" begins in the afternoon
    if end <= start and end + half_day > start and "am" not in parts[1] and end < half_day:
        end += half_day  # "8:00-5:00" ends in the afternoon
    return _hours_between(start, end)


def _report_disagreement(
    typed: EncodedValues, clock: EncodedValues, body: SheetRows, roles: Mapping[str, int], task: ReadTask
) -> None:
    """Report rows whose typed hours are not those between their times; the typed hours count."""
    differs = [
        number is not None and span is not None and abs(number - span) > MAX_CLOCK_DIFFERENCE
        for number, span in zip(typed, clock, strict=True)
    ]
    number = roles.get("hours", roles.get("minutes", 1))
    task.context.log.add_rows(
        "value-disagrees",
        body.excel_rows[np.array(differs, dtype=bool)],
        number,
        heading=_heading(task, number),
        message=Message("the time between start and end is another: the typed number counts"),
    )


def _heading(task: ReadTask, number: int) -> str:
    return next((heading.text for heading in task.grid.headings if heading.column == number), "")


def _read_shared_fields(
    columns: Mapping[str, Column], body: SheetRows, task: ReadTask
) -> dict[str, EncodedValues]:
    """Parse the fields that all hours of a row share: its day, program, note and giver."""
    context, length = task.context, len(body.used)
    fields = {
        name: parse_column("ledger", LEDGER.field(name), columns[f"ledger.{name}"], context)
        for name in ("date", "program_id", "note")
        if f"ledger.{name}" in columns
    }
    fallback = EncodedValues.constant(task.sheet_context.program or None, length)
    return fields | {
        "row": EncodedValues.from_list(body.excel_rows.tolist()),
        "program_id": fields.get("program_id", fallback).fill_unknown(fallback),
        "from_party": read_party(columns.get("ledger.from_party"), "from", context, length),
    }


def build_hours(
    hours: EncodedValues,
    kinds: EncodedValues,
    shared: dict[str, EncodedValues],
) -> TableRows:
    """Build the ledger rows of hours of one kind, or of several kinds row by row."""
    length = len(hours)
    is_staff = kinds.where(lambda kind: kind == "staff_hours")
    return TableRows(
        shared
        | {
            "from_party": shared["from_party"].fill_unknown(mask_value(is_staff, LIBRARY)),
            "to_party": EncodedValues.constant(PROJECT, length),
            "kind": kinds,
            "quantity": hours,
            "unit": EncodedValues.constant("hours", length),
            "status": kinds.map(lambda kind: "spent" if kind == "staff_hours" else "received"),
        },
        length,
    )


def _settle_kind(kind: str, body: SheetRows, task: ReadTask) -> tuple[str, tuple[Question, ...]]:
    """Return whose hours a sheet holds, and the question about it if neither title nor heading says so."""
    answered = task.context.kind_answers.get("")
    if answered in HOURS:
        return answered, ()
    if names_layout(
        TableEvidence(task.grid.headings, task.grid.cells, task.grid.header).words, task.grid.layout
    ):
        return kind, ()
    message = Message("nothing says who worked: read as {kind}", kind=Message(kind.replace("_", " ")))
    task.context.log.add_rows("choice-assumed", body.excel_rows, 1, heading=Message("Kind"), message=message)
    text = Message("Nothing says who worked these hours. Whose are they?")
    options = tuple(option for option in QUESTIONS["kinds"].options if option[0] in HOURS)
    question = ask("kinds", task.grid.cells.name, entry="", text=text, options=options, default=kind)
    return kind, (question,)
