"""Program, date, site, school year and legend from the rows around a table, and scaled-up counts."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache

import numpy as np

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.question_kinds import CLOSED, parse_session_day
from libcollab_metrics.ingest.tables.grid import NAMES_IN_ROWS, Grid
from libcollab_metrics.ingest.tables.heading import find_phase
from libcollab_metrics.ingest.tables.legend import Legend, has_wide_gap, is_tardy_rule, read_legend
from libcollab_metrics.ingest.values.columns import Column, ParseContext, cell_text, order_message
from libcollab_metrics.ingest.values.dates import (
    ParsedDay,
    detect_date_order,
    names_two_years,
    parse_day,
    parse_month,
    parse_year,
)
from libcollab_metrics.ingest.values.lexicon import known_headings, months, weekdays, word_list
from libcollab_metrics.ingest.values.marks import normalize_mark
from libcollab_metrics.ingest.values.numbers import ParsedNumber
from libcollab_metrics.ingest.values.people import is_closing_notice
from libcollab_metrics.ingest.values.table import EncodedValues
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import clean_spaces, normalize_heading
from libcollab_metrics.model.readings import ColumnMapping
from libcollab_metrics.model.scope import FIRST_DAY, LAST_DAY

# Counts scaled up from one week: "30/week × 52" is an estimate of visits, not a number of sessions.

SCALED_CODE = "estimate-scaled"
#: Largest number that may be a percentage.
HUNDRED = 100
#: What every such text has; most texts do not, and are not looked at further.
_TIMES = re.compile(r"(?:[x×*]|times)\s*\d", re.IGNORECASE)


def is_scaled(text: str) -> bool:
    """Return True if a text says that one period's count was multiplied: "one week × 52".

    Examples
    --------
    >>> is_scaled("Attendance (normal week x 52)"), is_scaled("Week 12"), is_scaled("Wk 3 × 2 groups")
    (True, False, False)
    """
    return _TIMES.search(text) is not None and _scaled_pattern().search(text) is not None


@cache
def _scaled_pattern() -> re.Pattern[str]:
    periods = "|".join(re.escape(word) for word in word_list("periods"))
    return re.compile(rf"\b({periods})\b[^.;\d]{{0,40}}(?:[x×*]|\btimes\b)\s*\d+", re.IGNORECASE)


def is_percent_note(text: str) -> bool:
    """Return whether a note says that the attendance is in percent: "attendance is in percent (%)".

    Examples
    --------
    >>> is_percent_note("Note: attendance is in percent (%) of the class"), is_percent_note("90% attendance!")
    (True, False)
    """
    folded = normalize_heading(text)
    words = set(re.findall(r"[^\W\d_]+", folded))
    return bool(words & set(word_list("role_words", "attendance"))) and any(
        phrase in folded for phrase in word_list("in_percent")
    )


def exclude_percentages(
    counts: EncodedValues, columns: Sequence[Column], context: ParseContext
) -> EncodedValues:
    """Return the counts as unknown, below a note that they are percentages; a number above 100 is a count."""
    is_share = counts.where(lambda read: read.value is not None and read.value <= HUNDRED)
    context.log.add_rows(
        "percent-not-count",
        columns[0].rows[is_share],
        columns[0].number,
        heading=columns[0].heading,
        message=Message("a note says that the numbers are percentages"),
    )
    codes = np.where(is_share, len(counts.values), counts.codes)
    return EncodedValues(codes, [*counts.values, ParsedNumber(None)])


def flag_scaled(
    counts: EncodedValues, columns: Sequence[Column], notes: Column | None, above: str, context: ParseContext
) -> EncodedValues:
    """Flag counts as estimates if a heading, a note or the text above says they were scaled.

    Parameters
    ----------
    counts : EncodedValues
        Parsed count (`ParsedNumber`) of each row.
    columns : sequence of Column
        Columns the counts were read from.
    notes : Column or None
        Remarks; each may mark its own row as scaled.
    above : str
        Text above the table.
    context : ParseContext
        Answers and issue log.

    Returns
    -------
    EncodedValues
        The counts, scaled ones flagged as estimates with the code "estimate-scaled".
    """
    if not columns:
        return counts
    scaled_text = next(
        (text for text in (*(column.heading for column in columns), above) if is_scaled(text)), ""
    )
    rows = np.full(len(counts), bool(scaled_text))
    if notes is not None:
        rows |= notes.parse_text(str).where(is_scaled)
    rows &= counts.where(lambda read: read.value is not None and read.code != SCALED_CODE)
    if not rows.any():
        return counts
    message = (
        Message('"{text}": read as multiplied already', text=scaled_text)
        if scaled_text
        else Message("its remark says that one period was multiplied")
    )
    context.log.add_rows(
        SCALED_CODE, columns[0].rows[rows], columns[0].number, heading=columns[0].heading, message=message
    )
    scaled = [replace(read, code=SCALED_CODE, is_estimate=True) for read in counts.values]
    return EncodedValues(
        np.where(rows, counts.codes + len(counts.values), counts.codes), [*counts.values, *scaled]
    )


def mask_scaled_events(events: EncodedValues, counts: EncodedValues) -> EncodedValues:
    """Mask the number of sessions of scaled counts: it is not known."""
    scaled = counts.where(lambda read: read.code == SCALED_CODE)
    return EncodedValues(np.where(scaled, len(events.values), events.codes), [*events.values, None])


_INSTRUCTION_ZERO = re.compile(r"\b0\b.{0,20}(not applicable|n/?a|none|no data)", re.IGNORECASE)


_SCHOOL_YEAR = ("school year", "sy", "s.y", "ciclo escolar", "taong panuruan", "ano escolar")
#: A school year written 2026-2027 begins in June 2026: June to December belong to its first year.
SCHOOL_YEAR_BEGINS = 6


@dataclass(frozen=True)
class SheetContext:
    """Facts outside the table; empty or None if not stated.

    Attributes
    ----------
    program, site : str
        Program and site.
    day : date or None
        Date of the session.
    year : int or None
        Calendar year of `first_month`; earlier months belong to the next year.
    month : int or None
        Month of the sheet.
    first_month : int
        1, or 6 for a school year that begins in June.
    legend : tuple of (str, str)
        Attendance mark and status.
    zero_may_mean_none : bool
        True if instructions use 0 for "not applicable".
    ambiguous_day : str
        Text of the day if day and month are interchangeable.
    scaled_text : str
        Text saying that one week was counted and multiplied.
    is_in_percent : bool
        True if a note says that the attendance is in percent.
    tardy_rule : str
        Rule that turns a number of late arrivals into an absence.
    spans_two_years : bool
        True if the year is named with the next one: "FY 2026-27".
    closed_marks : tuple of str
        Marks that say that no session was held, such as "F: feriado".
    other_marks : tuple of str
        Marks that the legend explains in words that name no status.
    line_order : str
        Order of day and month in lines such as "Date: 7/8/2026".
    is_order_certain : bool
        True if that order was answered, or a line decides it.
    is_day_without_year : bool
        True if the date of the session has no year, and none is stated.
    """

    program: str = ""
    site: str = ""
    day: date | None = None
    year: int | None = None
    month: int | None = None
    first_month: int = 1
    legend: tuple[tuple[str, str], ...] = ()
    zero_may_mean_none: bool = False
    ambiguous_day: str = ""
    scaled_text: str = ""
    tardy_rule: str = ""
    spans_two_years: bool = False
    closed_marks: tuple[str, ...] = ()
    other_marks: tuple[str, ...] = ()
    line_order: str = "month-first"
    is_order_certain: bool = False
    is_in_percent: bool = False
    is_day_without_year: bool = False

    def session_day(self, context: ParseContext) -> datetime | None:
        """Return the day above the table, which is reported, else that of an answer, if there is one."""
        if self.day is None:
            answered = parse_session_day(context.answers.get("session_day"))
            if answered is None and self.is_day_without_year:
                context.log.request_question("year")
                context.log.add("year-missing", message=Message("the date above these rows has no year"))
            return None if answered is None else datetime.combine(answered, time(0))
        context.log.add(
            "date-from-context", message=Message("the day {day} is above the table", day=self.day)
        )
        if self.ambiguous_day and not self.is_order_certain:
            context.log.assumed["date_order"] = self.line_order
            message = order_message(self.ambiguous_day, self.line_order)
            context.log.add("date-order-assumed", value=self.ambiguous_day, message=message)
        return datetime.combine(self.day, time(0))


def find_date_order(grid: Grid, mapping: Sequence[ColumnMapping]) -> str:
    """Return the order of day and month that the dates of several columns show together; "" if undecided."""
    places = [m.column for m in mapping if m.field.endswith((".date", "_on"))]
    if len(places) < 2:
        return ""
    return detect_date_order(text for place in places for text in grid.texts_under(place))


def find_stated_year(grid: Grid, mapping: Sequence[ColumnMapping]) -> int | None:
    """Return the only year of a column of years; None without one, or if the years differ."""
    places = [m.column for m in mapping if m.field == "period.year"]
    years = {text for place in places for text in grid.texts_under(place)} - {""}
    (year, *others) = years or {""}
    is_year = not others and year.isdecimal() and FIRST_DAY.year <= int(year) <= LAST_DAY.year
    return int(year) if is_year else None


def find_line_order(grid: Grid, answered: str) -> tuple[str, bool]:
    """Return the order of day and month in lines such as "Date: 7/8/2026", and whether it is certain.

    An answer decides, or one of the dates if it can be read in one way only ("21/8/2026"). Otherwise, "Fecha"
    has the day first.
    """
    if answered:
        return answered, True
    is_line = np.arange(grid.cells.height) < grid.top
    for column in grid.cells.columns:
        labelled = [
            isinstance(cell, str) and ":" in cell and bool(_LABELLED.match(cell)) for cell in column.cells
        ]
        is_line |= np.array(labelled, dtype=bool)[column.codes]
    rows = [grid.cells.rows[index] for index in np.flatnonzero(is_line).tolist()]
    lines = [[text for cell in row if (text := cell_text(cell))] for row in rows]
    dated = [(fact, line) for line in lines if (fact := _parse_key_values([line]).get("date", ""))]
    if shown := detect_date_order(fact for fact, _ in dated):
        return shown, True
    labels = {normalize_heading(text.partition(":")[0]) for _, line in dated for text in line}
    return ("day-first" if labels & set(word_list("day_first_headings")) else "month-first"), False


#: Most rows at the end of a sheet whose texts may be about the table.
MAX_LINES_BELOW = 15


def add_legend(context: SheetContext, legend: Legend) -> SheetContext:
    """Add the legend of other tabs to the context of a sheet, whose own legend comes first."""
    own = {*dict(context.legend), *context.closed_marks, *context.other_marks}
    others = [(mark, status) for mark, status in legend.statuses.items() if mark not in own]
    return replace(
        context,
        legend=(*others, *context.legend),
        closed_marks=tuple(sorted({*context.closed_marks, *(legend.closed - own)})),
        other_marks=tuple(sorted({*context.other_marks, *(legend.other - own)})),
    )


def close_marks(context: SheetContext, answers: Answers) -> tuple[SheetContext, Answers]:
    """Return the context with the marks that mean that there was no session, and the other answers.

    Parameters
    ----------
    context : SheetContext
    answers : Answers
        Those under `marks` with the value "closed" are moved to the context.
    """
    marks = answers.get("marks", {})
    closed = {normalize_mark(mark) for mark, meaning in marks.items() if meaning == CLOSED}
    if not closed:
        return context, answers
    others = {mark: meaning for mark, meaning in marks.items() if meaning != CLOSED}
    context = replace(context, closed_marks=tuple(sorted({*context.closed_marks, *closed})))
    return context, replace(answers, values={**answers.values, "marks": others})


def merge_table_legends(grids: Sequence[Grid], legend: Legend | None) -> Legend | None:
    """Return the legend of other tabs after what the lines around each table of a sheet say about its marks.

    A mark with different meanings at two tables has none for the others.
    """
    if len(grids) < 2:
        return legend
    around = [read_context(grid) for grid in grids]
    meanings = {(mark, status) for context in around for mark, status in context.legend}
    times = Counter(mark for mark, _ in meanings)
    others = legend or Legend({}, frozenset(), frozenset())
    own = {mark: status for mark, status in meanings if times[mark] == 1}
    closed = frozenset(mark for context in around for mark in context.closed_marks) - set(times)
    other = frozenset(mark for context in around for mark in context.other_marks) - set(times) - closed
    unclear = set(times) - set(own)
    statuses = {mark: status for mark, status in others.statuses.items() if mark not in unclear} | own
    return Legend(statuses, (others.closed - set(times)) | closed, (others.other - set(times)) | other)


def read_context(grid: Grid, answered_order: str = "", answered_year: int | None = None) -> SheetContext:
    """Extract context from the rows around the table and the sheet name, with the order and year answered."""
    order, is_certain = find_line_order(grid, answered_order)
    above = [[cell_text(cell) for cell in row] for row in grid.cells.rows[: grid.top]]
    facts = _parse_key_values(above)
    title = _split_title(above)
    texts = [text for row in above for text in row if text]
    numbered = [rest for text in texts if (rest := _without_session_number(text)) != text]
    lines = [cell for row in grid.cells.rows[-MAX_LINES_BELOW:] for cell in row if isinstance(cell, str)]
    edge = [cell_text(line) for line in lines]
    typed, day = next(
        (
            (text, day)
            for text in (
                *(facts.get("date", ""), *title, *numbered, _dated_tab(grid.cells.name)),
                *map(_text_after_date, texts),
                *(map(_day_at_end, texts) if grid.layout in NAMES_IN_ROWS else ()),
                *(texts[-1:] if grid.layout == "sign_in" else ()),
            )
            if (day := parse_day(text, order))
        ),
        _find_day_of_event(texts, order),
    )
    all_texts = [*texts, *edge]
    lines += [cell for row in grid.cells.rows[: grid.top] for cell in row if isinstance(cell, str)]
    # In a line as typed, wide gaps separate the marks.
    legend = read_legend(grid, [*all_texts, *filter(has_wide_gap, lines)])
    school_year = parse_year(facts.get("school year", ""))
    year = answered_year or school_year or parse_year(facts.get("year", ""))
    year = year or _find_year([*texts, grid.cells.name])
    year = year or _find_year([heading.text for heading in grid.headings if heading.role == "date"])
    year = year or _find_year(list(grid.cells.titles)) or grid.cells.file_year
    year = year or _year_of_season(grid.cells.name)
    return SheetContext(
        facts.get("program", "") or next((part for part in title if _may_be_program(part, grid.layout)), ""),
        facts.get("site", "") or (title[-1] if len(title) > 2 and not parse_day(title[-1]) else ""),
        day.to_date(year) if day else None,
        year,
        find_month([facts.get("month", ""), grid.cells.name, *texts]),
        SCHOOL_YEAR_BEGINS if school_year else 1,
        tuple(legend.statuses.items()),
        any(_INSTRUCTION_ZERO.search(text) for text in texts),
        typed if day and day.is_ambiguous else "",
        next((text for text in texts if is_scaled(text)), ""),
        next((text for text in all_texts if is_tardy_rule(text)), ""),
        not school_year
        and any(map(names_two_years, (facts.get("year", ""), *texts, *grid.cells.titles, grid.cells.name))),
        tuple(sorted(legend.closed)),
        tuple(sorted(legend.other)),
        order,
        is_certain,
        any(map(is_percent_note, all_texts)),
        day is not None and day.to_date(year) is None,
    )


def _text_after_date(text: str) -> str:
    """Return what follows the label "Date" inside a title; "" without it, or if it is the date of something.

    Examples
    --------
    >>> _text_after_date("Creative Writing – Session 1   Date Tues 13 Oct")
    'Tues 13 Oct'
    >>> _text_after_date("Report date 3 March 2026"), _text_after_date("Start date: 1 Sept")
    ('', '')
    """
    match = _DATE_INSIDE.search(text)
    return clean_spaces(match[1]) if match else ""


def names_dated_session(name: str) -> bool:
    """Return whether the name of a tab is the number of a session and its day, perhaps without a year.

    Examples
    --------
    >>> names_dated_session("Session 1 - 9-14"), names_dated_session("Class 4"), names_dated_session("9-14")
    (True, False, False)
    """
    rest = _without_session_number(name)
    return rest != name and parse_day(rest) is not None


def _dated_tab(name: str) -> str:
    """Return the name of a tab that is a date with a month in words or a year, and not "Grades 1-2"; else "".

    Examples
    --------
    >>> _dated_tab("Mar 7"), _dated_tab("2026-03-07"), _dated_tab("1-2"), _dated_tab("Session 1 - 9-14")
    ('Mar 7', '2026-03-07', '', '9-14')
    >>> _dated_tab("Attendance Abril 18"), _dated_tab("Sign-in sheet - Oct 3")
    ('Abril 18', 'Oct 3')
    """
    if (rest := _without_session_number(name)) != name:
        return rest
    name = _without_description(name)
    words = {normalize_heading(word) for word in re.findall(r"[^\W\d_]+", name)}
    return name if words & set(months()) or re.search(r"(?:19|20)\d\d", name) else ""


def _without_description(name: str) -> str:
    """Return a name of a tab without the words in front that only describe it, such as "Attendance"."""
    words, described = name.split(), {*word_list("sheet_words", "descriptions"), "-", "–", "—", ":"}
    start = next(
        (n for n, word in enumerate(words) if normalize_heading(word.strip(":,")) not in described), 0
    )
    return " ".join(words[start:])


#: The end of a title that begins with a comma, a dash or a bracket.
_END_OF_TITLE = re.compile(r"(?:\s[–—-]\s|,\s|\()(?=[^,–—(]*(?:,\s*\d{4})?\)?$)")


def _day_at_end(text: str) -> str:
    """Return the full date at the end of the title of an attendance sheet; "" for other titles.

    Examples
    --------
    >>> _day_at_end("ATTENDANCE SHEET – Pagsasanay sa pagbasa, Abril 18, 2026")
    'Abril 18, 2026'
    >>> _day_at_end("Sign-in sheet (3 October 2026)"), _day_at_end("Attendance as of March 3, 2026")
    ('3 October 2026', '')
    """
    match = _END_OF_TITLE.search(text)
    typed = text[match.end() :].rstrip(") ") if match else ""
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(text)))
    is_list = words & {*word_list("role_words", "attendance"), *word_list("attendance_headings"), "sign"}
    day = parse_day(typed) if typed and is_list and not _AS_OF.search(text) else None
    return typed if day is not None and day.year else ""


def _parse_key_values(above: list[list[str]]) -> dict[str, str]:
    """Collect key-value cells such as "Program | Story hour" or "Program: Story hour" by role."""
    facts: dict[str, str] = {}
    for row in above:
        filled = [text for text in row if text]
        pairs = list(itertools.pairwise(filled))
        pairs += [tuple(text.split(":", 1)) for text in filled if text.count(":") == 1]  # type: ignore[misc]
        for key, value in pairs:
            entry = known_headings().get(normalize_heading(key))
            if _BLANK.search(key) and ":" in value:
                continue  # the next cell is a blank of its own, or what is written on one
            value = _read_filled_blank(value)
            if normalize_heading(key) in _SCHOOL_YEAR:
                facts.setdefault("school year", clean_spaces(value))
            elif entry and value and entry.role in ("program", "date", "site", "year", "month"):
                facts.setdefault(entry.role, clean_spaces(value))
    return facts


#: The label of a date behind a gap, a sign or a number in a title, and what follows it.
_DATE_INSIDE = re.compile(r"(?:\s{2,}|[–—,;|(-]\s*|\d\s+)(?:date|fecha|petsa)\s*:?\s+(\S.*)$", re.IGNORECASE)
#: A cell with a label, and perhaps what it is the label of: "Date:", "Date: 3/12/2024".
_LABELLED = re.compile(r"\s*[^\W\d][^\d:]*:(?:\s|$)")
#: A blank to fill in by hand: "Library: ________".
_BLANK = re.compile(r"_{2,}|\.{4,}")


def _read_filled_blank(text: str) -> str:
    """Return what is written on a blank, "" if nothing is: "Month: ______ 20__".

    Examples
    --------
    >>> _read_filled_blank("__Main__"), _read_filled_blank("______"), _read_filled_blank("Month: ____ 20__")
    ('Main', '', '')
    """
    written = text.strip(" _.") if _BLANK.search(text) else text.strip()
    return "" if _BLANK.search(written) else written


#: Most filled cells of a line that dates the rows below it, without and with a label; words of its date.
MAX_LINE_CELLS, MAX_LABELLED_CELLS, MAX_DATE_WORDS = 2, 6, 5
_NUMBERED_SESSION = re.compile(r"\s*([^\W\d_]+)\s*#?\s*\d{1,2}\s*[—–|:,-]\s+")

_NUMBERED_LINE = re.compile(r"([^\W\d_]{3,})\s*#?\s*\d{1,2}")


def find_dated_lines(grid: Grid, order: str) -> dict[int, ParsedDay]:
    """Return the days of lines below the headings such as "Date: 3/12/2024" or "Saturday 8 March 2025".

    Parameters
    ----------
    grid : Grid
        Table whose blocks may each have a date of their own.
    order : str
        "day-first" or "month-first".

    Returns
    -------
    dict of int to ParsedDay
        Days by row index. A remark may follow the date ("Date: 3/19/2024 no meeting").
    """
    lines = {}
    often = grid.cells.filled_counts
    below = np.arange(grid.cells.height) > grid.header
    for index in np.flatnonzero((often > 0) & (often <= MAX_LABELLED_CELLS) & below).tolist():
        texts = [text for cell in grid.cells.rows[index] if (text := cell_text(cell))]
        if len(texts) > 1 and _is_session_number(texts[0]):
            texts = texts[1:]  # "Session 2 | Date: 3/12/2024 | Topic: Email"
        if len(texts) > MAX_LINE_CELLS and all(map(_LABELLED.match, texts)):
            texts = texts[:1]  # "Date: 3/12/2024 | Topic: Email | Trainer: Ana"
        elif len(texts) > MAX_LINE_CELLS:
            texts = texts[:2] if texts[0].endswith(":") else []  # "Date: | 3/12/2024 | Led by: | Ana"
        is_closed = len(texts) == 1 and any(map(is_closing_notice, re.split(r"\s[–—-]\s|[(),]", texts[0])))
        if not is_closed and (day := _parse_dated_line(texts, order)):
            lines[index] = day
    return lines


def find_numbered_lines(grid: Grid) -> dict[int, str]:
    """Return the lines below the headings that only number a session, such as "DAY 2", by row index.

    Each is above a block of people of its own.
    """
    lines = {}
    often = grid.cells.filled_counts
    below = np.arange(grid.cells.height) > grid.header
    for index in np.flatnonzero((often == 1) & below).tolist():
        text = next(text for cell in grid.cells.rows[index] if (text := cell_text(cell)))
        if _is_session_number(text):
            lines[index] = normalize_heading(text)
    return lines


def _is_session_number(text: str) -> bool:
    """Return whether a text only numbers a session: "DAY 2", "Sesión 3"."""
    match = _NUMBERED_LINE.fullmatch(normalize_heading(text))
    return match is not None and match[1] in word_list("numbered_sessions")


def _parse_dated_line(texts: Sequence[str], order: str) -> ParsedDay | None:
    """Return the day after "Date:", or at the beginning of a line of its own, before any remark.

    A remark after a weekday begins with a dash: "Saturday 8 March 2025 - story hour". The number of a session
    may be in front: "Day 2 - October 24, 2026".
    """
    named = _parse_key_values([list(texts)]).get("date", "")
    if not named and len(texts) == 1:
        first = re.split(r"\s+[—–|-]\s+", _without_session_number(texts[0]))[0]
        begins = normalize_heading(first).partition(" ")[0].rstrip(",.:")
        named = first if begins in weekdays() or parse_day(first, order) else ""
    words = named.split()[:MAX_DATE_WORDS]
    parsed = (parse_day(" ".join(words[:length]), order) for length in range(len(words), 0, -1))
    return next(filter(None, parsed), None)


def _without_session_number(text: str) -> str:
    """Return a text without the number of a session in front, such as "Day 2 - " or "Sesión 3: "."""
    match = _NUMBERED_SESSION.match(text)
    is_number = match is not None and normalize_heading(match[1]) in word_list("numbered_sessions")
    return text[match.end() :] if match is not None and is_number else text


def _split_title(above: list[list[str]]) -> list[str]:
    """Split a title with a date: "WORKSHOP — 14 March 2026 — Municipal Library", "Camp - Day 1, 14 March"."""
    for row in above:
        filled = [text for text in row if text]
        if len(filled) == 1:
            parts = [
                clean_spaces(_read_filled_blank(_drop_number_of_day(part)))
                for part in re.split(r"\s+[—–|-]\s+|\s*\|\s*", filled[0])
            ]
            if len(parts) > 1 and any(parse_day(part) for part in parts):
                return parts
    return []


def _may_be_title(part: str) -> bool:
    """Return whether a part of a title is no date, and has a word that does not only describe the sheet.

    The number of a session, such as "Day 2", is no title.
    """
    if _is_session_number(part):
        return False
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(part)))
    return bool(words - set(word_list("sheet_words", "descriptions"))) and not parse_day(part)


def _may_be_program(part: str, layout: str) -> bool:
    """Return whether a part of a title may name the program; "Final reading test" names a round of tests."""
    return _may_be_title(part) and not (layout == "scores" and find_phase([part]))


def _drop_number_of_day(part: str) -> str:
    """Return a part of a title without the number of a session before its date: "Day 1, May 11, 2026"."""
    rest = _without_session_number(part)
    return rest if parse_day(rest) else part


def _find_day_of_event(texts: Sequence[str], order: str) -> tuple[str, ParsedDay | None]:
    """Return the only full date inside the titles that has a weekday or an hour next to it, with its text.

    "AUTHOR TALK - Thursday, October 9, 2025, 6:30 pm" says when people met; "as of October 9, 2025" does not.
    """
    found: dict[date | None, tuple[str, ParsedDay]] = {}
    for text in texts:
        words = clean_spaces(text).split()
        names = {normalize_heading(word.strip("(),.")) for word in words}
        has_weekday = bool(names & set(weekdays()) - set(months()))
        is_other = names & set(word_list("role_words", "not_date")) or _AS_OF.search(text)
        if len(words) > MAX_TITLE_WORDS or is_other or not (has_weekday or _HOUR.search(text)):
            continue
        for first, last in itertools.combinations(range(len(words) + 1), 2):
            typed = " ".join(words[first:last]).strip(" ,;:")
            day = parse_day(typed, order) if last - first <= MAX_DATE_WORDS else None
            if day is not None and day.year:
                found.setdefault(day.to_date(None), (typed, day))
    return next(iter(found.values())) if len(found) == 1 else ("", None)


#: An hour in a title: "6:30 pm", "9 AM".
_HOUR = re.compile(r"\b\d{1,2}:\d\d|\b\d{1,2}\s*[ap]\.?m\b", re.IGNORECASE)
#: Before the day of a list that is up to date, and not of a session.
_AS_OF = re.compile(r"\bas (?:of|at)\b|\bhanggang\b|\bal\b|\bupdated\b", re.IGNORECASE)
#: Most words of a title that is searched for a date.
MAX_TITLE_WORDS = 20


def _find_year(texts: list[str]) -> int | None:
    for text in texts:
        period = parse_month(text)
        if period and period[0]:
            return period[0]
        day = parse_day(text)
        if day and day.year:
            return day.year
    years = {year for text in texts if (year := parse_year(text))}
    return years.pop() if len(years) == 1 else None


def _year_of_season(tab: str) -> int | None:
    """Return the year of a tab named after a season; None for other names.

    Examples
    --------
    >>> _year_of_season("Autumn 26"), _year_of_season("Spring '25"), _year_of_season("Group 26")
    (2026, 2025, None)
    """
    season, _, year = tab.rpartition(" ")
    match = re.fullmatch(r"['’]?(\d\d)", year)
    return 2000 + int(match[1]) if match and normalize_heading(season) in word_list("seasons") else None


def find_month(texts: list[str]) -> int | None:
    """Return the first month named: alone, with a year, or in a title ("Report for March 2026")."""
    for text in texts:
        if text.isdigit():
            continue
        period = parse_month(text)
        if period:
            return period[1]
        named = {
            months()[word] for word in re.findall(r"[^\W\d_]+", normalize_heading(text)) if word in months()
        }
        if len(named) == 1 and (parse_year(text) or len(text.split()) <= 4):
            return named.pop()
    return None
