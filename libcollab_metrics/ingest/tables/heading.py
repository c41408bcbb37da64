"""Meaning of a heading: known word or near match, date, month, period, or test score."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from libcollab_metrics.ingest.files.cells import column_letters
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import ParsedDay, parse_day, parse_month
from libcollab_metrics.ingest.values.lexicon import (
    HeadingEntry,
    all_known_headings,
    known_headings,
    known_words,
    months,
    weekdays,
    word_list,
)
from libcollab_metrics.model.names import clean_spaces, normalize_heading
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS

if TYPE_CHECKING:
    from libcollab_metrics.ingest.files.cells import SheetCells

#: Minimum similarity of a proposed heading; a near match is never used without confirmation.
MIN_SIMILARITY = 0.84
#: Last column whose heading is compared with the known ones.
MAX_NEAR_COLUMN = 256
_SESSION_NO = re.compile(r"^(session|sesion|dia|week|wk|sesyon|day|meeting)\s*#?\s*\d+$")
#: Where the words of an export's heading are joined: "LastName", "session_date".
JOINED_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|_")
_NOTICE = re.compile(r"(\d{1,2})[\s(:–-]+([^\W\d].*)")
_DAY_NUMBER = re.compile(r"0?([1-9]|[12]\d|3[01])")
_YEAR = re.compile(r"(?:19|20|21)\d\d")
#: The currency of the amounts below a heading: "Cash $".
_CURRENCY_SIGN = re.compile(
    r"\s*(?:[$€£₱₦₹]|\b(?:php|usd|eur|gbp|ngn|ksh|kes|rs|inr|s/\.?|bs|q|mxn|pen|cop|ars|clp|gtq|bob))$"
    r"|^[$€£₱₦₹]\s*"
)
_NOTE = re.compile(r"\s*\(([^)]*)\)$")
#: What follows a day: "7/16 make-up", "16 jul (recup.)".
_LAST_WORDS = re.compile(r"\s*[\s(–-]\s*(?:\(\s*)?([^\W\d_][\w\s.-]*)\)?$")

#: Roles of numbers that a note in brackets may rule out: "Attendance (target)", "Attendance (%)".
COUNT_ROLES = ("attendance", "unclear_count", "part", "events")
#: What a pivot table writes above its numbers.
_PIVOT = re.compile(r"(sum|count|suma|cuenta|recuento) (?:of|de) (.+)")
#: Roles of headings in two languages that both are known, and those of which one is enough.
ROLES_IN_TWO_LANGUAGES = frozenset(
    (
        "attendance",
        "date",
        "notes",
        "person",
        "events",
        "expected",
        "month",
        "program",
        "site",
        "giver",
        "taker",
        "what",
        "amount",
    )
)
ONE_OF_TWO_LANGUAGES = frozenset(("attendance", "events", "expected"))
#: Maximum number of letters of a heading that a message quotes.
MAX_QUOTED = 30
#: Minimum digits of a code such as an identity number, maximum words of a name, and minimum letters of a word
#: that marks a text as a heading.
MIN_CODE_DIGITS, MAX_NAME_WORDS, MIN_KNOWN_WORD = 5, 4, 4


#: A year before or after what a heading names.
_YEAR_AT_EDGE = re.compile(r"^(?:19|20)\d\d(?=\s)|(?<=\s)(?:19|20)\d\d$")


@dataclass(frozen=True)
class Heading:
    """A heading cell and its meaning.

    Attributes
    ----------
    text : str
        Text as typed, including `spanning_text`.
    column : int
        Excel column number.
    entry : HeadingEntry or None
        Known meaning.
    day : ParsedDay or None
        Date it names.
    month : tuple of (int or None, int) or None
        Year and month it names.
    number : int or None
        Whole number from 1 to 31.
    spanning_text : str
        Heading in the row above that spans this one ("In-House" over "Attendance").
    is_user_choice : bool
        True if the user chose the meaning.
    is_inferred : bool
        True if the meaning comes from the words of the heading and the cells below it.
    """

    text: str
    column: int
    entry: HeadingEntry | None = None
    day: ParsedDay | None = None
    month: tuple[int | None, int] | None = None
    number: int | None = None
    spanning_text: str = ""
    is_user_choice: bool = False
    is_inferred: bool = False

    @property
    def role(self) -> str:
        """Role without confirmation, or ""."""
        return self.entry.role if self.entry and not self.entry.is_weak else ""

    def entry_for(self, layout: str) -> HeadingEntry | None:
        """Return the known meaning of the heading in one layout."""
        if self.is_user_choice or (self.is_inferred and self.entry is None):
            return self.entry  # its cells rule out every meaning of its words
        if _compares_others(self.spanning_text):
            return None
        own = _find_entry(self.text, layout)
        if own is None and self.spanning_text:
            own = _find_entry(self.own_text, layout)
        inferred = self.entry if self.is_inferred else None
        if self.is_inferred and own in (None, _find_entry(self.text), _find_entry(self.own_text)):
            return inferred
        if inferred and own and own.role == "amount" and inferred.target == own.target:
            return inferred  # next to what was pledged, an amount is what was received
        if inferred and inferred.role in ("pledged", "paid_in"):
            return inferred  # numbers below "Amount", "Promised": no words for what was promised
        if inferred and inferred.role == "donated":
            return inferred  # next to what was paid, a worth is that of what was donated
        if inferred and inferred.role == "what" and own and own.role == "fund_in_kind":
            return inferred  # words next to the values of gifts in kind
        return own or (_find_entry(self.spanning_text, layout) if self.spanning_text else None)

    def own_role(self, layout: str) -> str:
        """Return the role in the words of one layout, by the whole heading or by its noun; "" if none."""
        entry = self.entry_for(layout)
        if entry is not None:
            return "" if entry.is_weak else entry.role
        noun = find_noun(self.text, layout)
        return known_headings(layout)[noun].role if noun else ""

    @property
    def own_text(self) -> str:
        """Text of the heading without the spanning one, which is before it; a year may be behind it."""
        own = self.text.removeprefix(self.spanning_text)
        return (own if own != self.text else own.removesuffix(self.spanning_text)).strip()


def read_heading(cell: object, column: int) -> Heading:
    """Parse a heading cell and look up its known meaning."""
    text = cell_text(cell)
    if isinstance(cell, date):
        day: ParsedDay | None = ParsedDay(cell.year, cell.month, cell.day)
    elif isinstance(cell, float) or not any(map(str.isdigit, text)):  # 1.5 is no 1 May
        day = None
    else:
        day = parse_day(text) or parse_day(_without_remark(text))
    month = (cell.year, cell.month) if isinstance(cell, date) and cell.day == 1 else _parse_month(text)
    match = _DAY_NUMBER.fullmatch(_without_notice(_without_weekday(text)))
    number = int(match[1]) if match else None
    return Heading(text, column, _find_entry(text), day, month, number)


def _without_remark(text: str) -> str:
    """Return a day without an asterisk, and without a remark that it makes up for another day.

    Examples
    --------
    >>> _without_remark("7/16 Wed (make-up)"), _without_remark("Jul 16*"), _without_remark("7/16 (cancelled)")
    ('7/16 Wed', 'Jul 16', '7/16 (cancelled)')
    """
    bare = text.rstrip(" *†")
    match = _LAST_WORDS.search(bare)
    return bare[: match.start()] if match and normalize_heading(match[1]) in word_list("make_up") else bare


def _without_notice(text: str) -> str:
    """Return the day number of a heading such as "11 no mtg (Veterans Day)"; other texts unchanged.

    Examples
    --------
    >>> _without_notice("11 - no class"), _without_notice("3 No. of kids"), _without_notice("7")
    ('11', '3 No. of kids', '7')
    """
    match = _NOTICE.fullmatch(text)
    if match is None:
        return text
    words = f"{normalize_heading(match[2])} "
    notices = (*word_list("no_session"), *word_list("holidays"), *word_list("cancelled_in_title"))
    return match[1] if any(words.startswith(f"{normalize_heading(word)} ") for word in notices) else text


def _without_weekday(text: str) -> str:
    """Return the day number of a heading such as "Mon 3" or "mié 5"; other texts unchanged.

    Examples
    --------
    >>> _without_weekday("mié 5"), _without_weekday("Mar 3"), _without_weekday("Session 3")
    ('5', 'Mar 3', 'Session 3')
    """
    word, _, rest = text.partition(" ")
    folded = normalize_heading(word)
    return rest.strip() if folded in weekdays() and folded not in months() else text


def merge_headings(over: Heading, under: Heading) -> Heading:
    """Merge two vertically adjacent headings into one, read top to bottom."""
    if not over.text or not under.text or over.text == under.text:
        return over if over.text else under
    text = f"{over.text} {under.text}"
    entry = None if _compares_others(over.text) else _find_entry(text) or under.entry or over.entry
    in_month = None
    if under.number and over.month and (over.day is None or over.day.day == 1):  # and not "5 Jan 2026"
        in_month = ParsedDay(*over.month, under.number)
    elif under.number:
        in_month = day_of_week(over.text, under.number)
    return replace(
        under,
        text=text,
        spanning_text=over.text,
        entry=entry,
        day=in_month or over.day or under.day,
        month=over.month or under.month,
        number=over.number or under.number,
    )


#: What is between the first and the last day of a week, and around them.
_AROUND_DAYS = re.compile(r"\s+(?:al?|to|hasta|thru|through|hanggang)\s+|[-–—:;(),]")


def day_of_week(week: str, number: int) -> ParsedDay | None:
    """Return the date of a day number below a week; None if the text is no span of days that has it.

    Examples
    --------
    >>> day_of_week("Semana 1: 29 jun al 3 jul 2026", 2)
    ParsedDay(year=2026, month=7, day=2, is_ambiguous=False, precision='day')
    >>> day_of_week("Week 2 (July 6-10)", 9).month, day_of_week("13 jul al 17 jul", 4)
    (7, None)

    A number below a single day is not another day:

    >>> day_of_week("Session 1 - 5 Jan", 2), day_of_week("5 Jan", 5)
    (None, None)
    """
    parts = [part.strip() for part in _AROUND_DAYS.split(week) if any(map(str.isdigit, part))]
    for typed in pairwise(parts):
        first, last = (parse_day(part) for part in typed)
        if first and not last and typed[1].isdecimal():
            last = replace(first, day=int(typed[1]))  # "July 6-10"
        if last and not first and typed[0].isdecimal():
            first = replace(last, day=int(typed[0]))  # "6-10 July"
        if first and last and (month := _month_in_span(first, last, number)):
            return ParsedDay(first.year or last.year, month, number)
    return None


def _month_in_span(first: ParsedDay, last: ParsedDay, number: int) -> int | None:
    """Return the month in which a span of days has a day number; None if it is outside of it."""
    if first.month == last.month:
        return first.month if first.day <= number <= last.day else None
    if number >= first.day:
        return first.month
    return last.month if number <= last.day else None


def quotable_heading(heading: Heading) -> str:
    """Return a heading in quotes, or its column where the text may be a person, a code or a value.

    A data row taken for headings must never be repeated to the user.

    Examples
    --------
    >>> quotable_heading(Heading("Gift Amount", 3)), quotable_heading(Heading("Reyes, Ana", 2))
    ('"Gift Amount"', 'column B')
    >>> quotable_heading(Heading("52958343", 5)), quotable_heading(Heading("Ana Reyes", 1))
    ('column E', 'column A')
    """
    known = heading.entry is not None or heading.day is not None
    words = re.findall(r"[^\W\d_]+", heading.text)
    is_code = len(re.findall(r"\d", heading.text)) >= MIN_CODE_DIGITS or "@" in heading.text
    if known or (words and not is_code and not may_be_name(heading.text)):
        shown = (
            heading.text if len(heading.text) <= MAX_QUOTED else heading.text[: MAX_QUOTED - 1].rstrip() + "…"
        )
        return f'"{shown}"'
    return f"column {column_letters(heading.column)}"


def may_be_name(text: str) -> bool:
    """Return whether a text may be a person's name: a few words with capitals, none of them of a heading.

    Examples
    --------
    >>> may_be_name("Abad, Jan Miko"), may_be_name("Gift Amount"), may_be_name("how it went")
    (True, False, False)
    """
    words = re.findall(r"[^\W\d_]+", text)
    is_short = 2 <= len(words) <= MAX_NAME_WORDS
    return (
        is_short
        and all(word[0].isupper() for word in words)
        and not any(normalize_heading(word) in heading_words() for word in words)
    )


@cache
def heading_words() -> frozenset[str]:
    """Return the words of all known headings: a heading that has one is no person's name."""
    return frozenset(
        word for known in all_known_headings() for word in known.split() if len(word) >= MIN_KNOWN_WORD
    )


def find_noun(text: str, layout: str) -> str:
    """Return the known heading that ends or begins a longer heading; "" if a word says it is not counted.

    English puts the noun last ("Gift amount"), Spanish and Filipino put it first ("Monto de la donación").

    Examples
    --------
    >>> [find_noun(text, "ledger") for text in ("Gift Amount", "Expected amount", "Amount 2019", "Zodiac")]
    ['amount', '', '', '']
    """
    words = re.findall(r"[^\W_]+", normalize_heading(text))
    if is_not_counted(text) or any(_YEAR.fullmatch(word) for word in words):
        return ""
    known = known_headings(layout)
    ends = [" ".join(words[start:]) for start in range(1, len(words))]
    begins = [" ".join(words[:stop]) for stop in range(len(words) - 1, 0, -1)]
    excluded = ("date", "program", "state")
    others = {role: set(words) & set(word_list("role_words", f"not_{role}")) for role in excluded}
    others["program"] |= set(words[:1]) & set(
        word_list("manner_questions")
    )  # "How did you hear of the event?"
    nouns = [noun for noun in (*ends, *begins) if noun in known and not known[noun].is_weak]
    return next((noun for noun in nouns if not others.get(known[noun].role)), "")


def is_not_counted(text: str) -> bool:
    """Return whether a word or phrase of a heading says that its numbers are not what happened in the row.

    Examples
    --------
    >>> [is_not_counted(text) for text in ("Target", "People to date", "People")]
    [True, True, False]
    """
    words = re.findall(r"[^\W\d_]+", normalize_heading(text))
    phrases = word_list("not_counted", "phrases")
    enrolled = word_list("not_counted", "enrolled") if "/" not in text else ()
    return (
        _compares_others(text)
        or bool(set(words) & {*word_list("not_counted"), *enrolled})
        or any(f" {phrase} " in f" {' '.join(words)} " for phrase in phrases)
    )


def _compares_others(text: str) -> bool:
    """Return whether a label or heading says that its numbers are not those of the row.

    It begins with a word for a difference, "Change" over "Attendance", or sums up until now: "Year to date".
    """
    folded = normalize_heading(text)
    is_running = any(f" {phrase} " in f" {folded} " for phrase in word_list("not_counted", "running"))
    return is_running or folded.partition(" ")[0] in word_list("not_counted", "changes")


def separate_latest_year(headings: Sequence[Heading]) -> list[Heading]:
    """Return the headings with the latest year of a budget as a label of its columns.

    "2025 budget" and "2025 spent" are read as below a label "2025"; "2024 actual" next to them is another
    year's.
    """
    known = known_headings("budget")
    years: dict[int, str] = {}
    for heading in headings:
        named = _YEAR_AT_EDGE.search(heading.text) if not heading.spanning_text else None
        rest = normalize_heading(heading.text.replace(named.group(), "")) if named else ""
        if named and rest in known and known[rest].role in ("planned", "spent"):
            years[heading.column] = named.group()
    latest = max(years.values(), default="")
    return [
        replace(h, spanning_text=latest) if latest and years.get(h.column) == latest else h for h in headings
    ]


def find_statement(text: str) -> str:
    """Return the statement about a partnership that a heading words; "" if none or several.

    Examples
    --------
    >>> find_statement("We know who does what (1-5)"), find_statement("The book fair was fun")
    ('We know who does what', '')
    """
    folded = f" {normalize_heading(text)} "
    exact = [item for item in ALIGNMENT_ITEMS if normalize_heading(item) in folded]
    found = exact or [
        item
        for number, item in enumerate(ALIGNMENT_ITEMS, start=1)
        if any(f" {phrase}" in folded for phrase in word_list("statements", str(number)))
    ]
    return found[0] if len(found) == 1 else ""


def find_near_heading(heading: Heading, layout: str) -> str:
    """Return the most similar known heading to propose, or ""."""
    folded = normalize_heading(heading.text)
    if heading.day is not None or len(folded) <= 3 or heading.column > MAX_NEAR_COLUMN:
        return ""
    close = get_close_matches(folded, known_headings(layout), n=1, cutoff=MIN_SIMILARITY)
    return close[0] if close else ""


def _parse_month(text: str) -> tuple[int | None, int] | None:
    """Parse a month name with or without a year; a bare number is not a month."""
    return None if text.isdigit() else parse_month(text)


#: The day up to which an amount of a budget was spent.
_AS_OF = re.compile(
    r"\s+(?:al|to|as of|hasta|hasta el|through|thru|until|hanggang)\s+[^()]*\d[^()]*(?:\([^()]*\))?$"
)


@lru_cache(maxsize=32_768)  # each heading is looked up for every layout and part of a sheet
def _find_entry(text: str, layout: str = "") -> HeadingEntry | None:
    known, folded = known_headings(layout), normalize_heading(text)
    entry = known.get(folded) or _find_noted(folded, known) or _find_part(folded, known)
    entry = entry or _find_in_two_languages(folded, known) or _find_of_pivot(folded, known)
    entry = entry or known.get(_CURRENCY_SIGN.sub("", folded))
    entry = entry or known.get(normalize_heading(JOINED_WORDS.sub(" ", text)))
    if entry is None and _SESSION_NO.match(folded):
        return known["session #"]
    if entry is None and layout == "budget" and (undated := _AS_OF.sub("", folded)) != folded:
        return known.get(undated)  # "Spent to 30 Sept"
    return entry


def _find_noted(folded: str, known: Mapping[str, HeadingEntry]) -> HeadingEntry | None:
    """Look up a heading without the note in brackets after it, unless the note says what is not counted."""
    note = _NOTE.search(folded)
    entry = known.get(folded[: note.start()]) if note is not None else None
    if note is None or entry is None or entry.role not in COUNT_ROLES:
        return entry
    return None if "%" in note[1] or is_not_counted(note[1]) else entry


def _find_of_pivot(folded: str, known: Mapping[str, HeadingEntry]) -> HeadingEntry | None:
    """Look up a heading of a pivot table: "Sum of Attendance" is attendance, "Count of Program" programs."""
    match = _PIVOT.fullmatch(folded)
    entry = known.get(match[2]) if match else None
    if match is None or entry is None or entry.is_weak:
        return None
    if match[1] in ("sum", "suma"):
        return entry if entry.role in (*COUNT_ROLES, "amount") else None
    return known.get({"person": "attendance", "program": "sessions", "date": "sessions"}.get(entry.role, ""))


def _find_in_two_languages(folded: str, known: Mapping[str, HeadingEntry]) -> HeadingEntry | None:
    """Look up a heading in two languages, "Programme / Program"; one half decides only if it counts.

    "Séances / Sessions" counts sessions, while "Member / Workshop" names two things.
    """
    halves = re.split(r"\s*/\s*", folded)
    found = [known[half] for half in halves if half in known]
    roles = {entry.role for entry in found}
    allowed = ROLES_IN_TWO_LANGUAGES if len(found) == len(halves) else ONE_OF_TWO_LANGUAGES
    return found[0] if len(halves) == 2 and len(roles) == 1 and roles <= allowed else None


def _find_part(folded: str, known: Mapping[str, HeadingEntry]) -> HeadingEntry | None:
    """Look up a head count or a part of one without counting words: "# kids", "# reached"."""
    bare = f" {folded.replace('-', ' ')} "
    for word in word_list("counted"):
        bare = f" {bare.removeprefix(f' {word} ').removesuffix(f' {word} ').strip()} "
    entry = known.get(bare.strip())
    return entry if entry is not None and entry.role in ("part", "unclear_count") else None


# Months, quarters and years across the top of a table.

_QUARTER = re.compile(
    r"^(?:q|quarter |trimestre |trim\.? )([1-4])\b|\bq([1-4])$"
    r"|^([1-4])(?:st|nd|rd|th|\.?er|do|to|\.?o|°|\.?º)?\.? (?:quarter|qtr|trimestre|trim)\b"
)
#: Half of a year: "1st Sem", "Semestre 2", "H1". "Sem 1" may also be a week: "semana".
_HALF_YEAR = re.compile(
    r"^(?:h|semest(?:er|re) )([12])$"
    r"|^([12])(?:st|nd|\.?er|do|\.?o|°|\.?º)\.? (?:sem|semester|semestre|half)\b\.?(?: total)?$"
)
_TOTAL = re.compile(
    r"^(?:fy ?|total ?|year ?)?(?:19|20)\d\d(?:[-/]\d{2,4})?(?: total)?$|^(?:grand |annual |year"
    r" )?total$|^f?ytd(?: total)?$|^year to date$"
)


#: A sum of some months: "6-mo.".
_MONTHS_TOTAL = re.compile(r"^\d{1,2}[- ]?(?:mos?|months?|meses|buwan)\.?(?: total)?$")


def heading_month(heading: Heading) -> tuple[int | None, int] | None:
    """Return the month of a heading such as "2026-01", "Jan" or "Jan-26"."""
    if heading.month is not None:
        return heading.month
    day = heading.day
    return (day.year, day.month) if day is not None and day.day == 1 and day.year else None


def parse_two_digit_years(headings: Sequence[Heading]) -> dict[int, int]:
    """Return the years of headings such as Jan-26, Feb-26, if all have a two-digit number."""
    years = {}
    for heading in headings:
        match = re.fullmatch(r"[^\W\d_]+[ .'’/-]+(\d{2})", normalize_heading(heading.text))
        if match:
            years[heading.column] = 2000 + int(match.group(1))
    return years if len(years) == len(headings) else {}


def has_total_word(text: str) -> bool:
    """Return whether a text has a word for a total: "Books collected - total", "YTD"."""
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(text)))
    return bool(words & {*word_list("totals"), "ytd"})


def is_period_rollup(heading: Heading) -> bool:
    """Return True for a quarter, half a year, a year or a total next to the months."""
    text = normalize_heading(heading.text)
    return any(pattern.search(text) for pattern in (_QUARTER, _HALF_YEAR, _TOTAL, _MONTHS_TOTAL))


def months_in_period(text: str) -> range | None:
    """Return the calendar months of a quarter, half a year or a year; None for other texts.

    Examples
    --------
    >>> months_in_period("2nd Quarter"), months_in_period("1st Sem"), months_in_period("Sem 1")
    (range(4, 7), range(1, 7), None)
    """
    folded = normalize_heading(text)
    for pattern, length in ((_QUARTER, 3), (_HALF_YEAR, 6)):
        if match := pattern.search(folded):
            first = length * (int(next(part for part in match.groups() if part)) - 1) + 1
            return range(first, first + length)
    return range(1, 13) if _TOTAL.search(folded) else None


# Headings of tests: phase, measure and maximum score.

_BEST = re.compile(
    r"\(?\s*(?:(?<![^\W\d_])(?:out of|of|over|max(?:imum)?\.?|sobre|de|sa)\s*:?|(?<!\d)/|(?<=\()\s*0\s*[-–])"
    r"\s*(\d+)\s*(?:items?|points?|pts|puntos)?\s*\)?$"
    r"|\(\s*(\d+)\s*(?:items?|points?|pts|puntos|aytem)?\s*\)$|[-–,]?\s*(\d+)\s*(?:items|points|pts|puntos|aytem)$",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\(?%\)?|\bpercent(age)?\b|\bporcentaje\b", re.IGNORECASE)


#: Measure of Phil-IRI levels; and beginning of its name where a sheet has the levels of several languages.
LEVEL_MEASURE, LEVEL_MEASURE_OF = "philiri_level", "reading level"
#: Measures known by name: a heading with one is a score even without before or after.
NAMED_MEASURES = ("philiri_word", "philiri_comprehension", LEVEL_MEASURE, "wpm")
#: Maximum number of words and of characters in a test heading.
MAX_TEST_WORDS, MAX_TEST_LETTERS = 8, 200


@dataclass(frozen=True)
class Score:
    """A score column.

    Attributes
    ----------
    phase : str
        "before", "after" or "".
    measure : str
        Measure as written; "" if only the phase is.
    maximum : float or None
        Maximum score.
    """

    phase: str
    measure: str
    maximum: float | None = None


def parse_score_heading(text: str) -> Score:
    """Parse a heading as a score column.

    Examples
    --------
    >>> parse_score_heading("Pre-test (of 20)")
    Score(phase='before', measure='', maximum=20.0)
    >>> parse_score_heading("Word Reading Post")
    Score(phase='after', measure='philiri_word', maximum=None)
    >>> parse_score_heading("After reading score /50")
    Score(phase='after', measure='reading', maximum=50.0)

    The month or the term of a test is no measure:

    >>> parse_score_heading("Sept. (before)"), parse_score_heading("After (Term 1)").measure
    (Score(phase='before', measure='', maximum=None), '')
    >>> parse_score_heading("WPM Sept (before)").measure, parse_score_heading("WPM May (after)").measure
    ('wpm', 'wpm')

    Words may be joined, and the same time in two languages is one:

    >>> parse_score_heading("ReadingPre")
    Score(phase='before', measure='reading', maximum=None)

    >>> parse_score_heading("Pre (antes)"), parse_score_heading("Reading post / después").measure
    (Score(phase='before', measure='', maximum=None), 'reading')

    A long question is no test:

    >>> parse_score_heading("Before taking part in the workshops did you visit the library?").phase
    ''
    """
    rest = clean_spaces(text)
    words = re.findall(r"[^\W\d_]+", normalize_heading(rest))
    if len(words) > MAX_TEST_WORDS and set(words) & set(word_list("own_party", "addressed")):
        return Score("", _parse_measure(rest), None)
    best: float | None = None
    match = _BEST.search(rest) if len(rest) <= MAX_TEST_LETTERS else None
    if match:
        best = float(next(number for number in match.groups() if number))
        rest = rest[: match.start()]
    if _PERCENT.search(rest):
        best, rest = best or 100.0, _PERCENT.sub(" ", rest)
    phase, rest = _split_phase(rest)
    if not phase and (joined := _split_phase(JOINED_WORDS.sub(" ", rest)))[0]:
        phase, rest = joined
    again, bare = _split_phase(rest)
    rest = bare if phase and again == phase else rest  # "Pre (antes)": the same in two languages
    measure = _parse_measure(rest)
    if phase and (_parse_month(measure) is not None or _names_only_terms(measure)):
        measure = ""
    return Score(phase, _parse_measure(_without_months(rest)) if phase and measure else measure, best)


def _without_months(text: str) -> str:
    """Return a text without months and seasons, if it says more than when a test was taken."""
    times = {*months(), *word_list("seasons")}
    others = [word for word in text.split() if normalize_heading(word).strip("().,") not in times]
    return " ".join(others) if re.search(r"[^\W\d_]", " ".join(others)) else text


def _names_only_terms(text: str) -> bool:
    """Return whether a text names a part of the school year and nothing else: "term 1", "q3"."""
    words = re.findall(r"[^\W\d_]+", text)
    return bool(words) and set(words) <= {*word_list("school_terms"), *word_list("seasons"), *months()}


def strip_maximum(text: str) -> str:
    """Return a heading without the maximum score behind it.

    Examples
    --------
    >>> strip_maximum("Punteo /30"), strip_maximum("Score")
    ('Punteo', 'Score')
    """
    bare = clean_spaces(text)
    match = _BEST.search(bare) if len(bare) <= MAX_TEST_LETTERS else None
    return bare[: match.start()].strip() if match else bare


def is_test_heading(text: str) -> bool:
    """Return True for a short text with a phase, a known measure of reading or the best score."""
    if not text or len(text) > MAX_TEST_LETTERS or len(text.split()) > MAX_TEST_WORDS:
        return False
    score = parse_score_heading(text)
    return bool(score.phase) or score.measure in NAMED_MEASURES or states_best_score(text)


def states_best_score(text: str) -> bool:
    """Return whether a heading names the best score of a test, and not the number of all days or things.

    Examples
    --------
    >>> states_best_score("Fluency check (of 20)"), states_best_score("Puntaje (0-20)")
    (True, True)
    >>> [states_best_score(text) for text in ("Days present (of 20)", "Fluency check", "(4)", "Kids (0-5)")]
    [False, False, False, False]
    """
    match = _BEST.search(text)
    words = re.findall(r"[^\W\d_]+", normalize_heading(text[: match.start()])) if match else []
    is_count = any(word.startswith(word_list("measures", "visits")) for word in words)
    is_count |= bool(set(words) & set(word_list("measures", "things")))
    is_count |= any(word.startswith(word_list("measures", "groups")) for word in words[-1:])
    return bool(words) and not is_count


def find_phase(texts: Iterable[str]) -> str:
    """Return the only phase named outside the table ("Phil-IRI Pre-test Results"); else "".

    Examples
    --------
    >>> find_phase(["Reading club", "Pre-test Results"]), find_phase(["Speed before and after tutoring"])
    ('before', '')
    """
    found = (match[0] for text in texts for match in _phase_pattern().finditer(normalize_heading(text)))
    named = {known_words("score_phase")[word] for word in found}
    return named.pop() if len(named) == 1 else ""


def find_sheet_phase(cells: SheetCells, top: int) -> str:
    """Return the phase of a whole sheet, from its name and title rows."""
    above = [cell_text(cell) for row in cells.rows[: max(top, 0)] for cell in row if isinstance(cell, str)]
    named = known_words("score_phase_cells").get(normalize_heading(cells.name), "")
    return find_phase([cells.name, *above]) or named


def sheet_title(cells: SheetCells, header: int) -> str:
    """Return the name of the tab and the texts above the last header row as one normalized text."""
    texts = [cell_text(cell) for row in cells.rows[:header] for cell in row if isinstance(cell, str)]
    return normalize_heading(" ".join([cells.name, *texts]))


def says_people_were_paid(title: str) -> bool:
    """Return whether a normalized title says that people were paid: "pagos a talleristas"."""
    phrases = "|".join(map(re.escape, word_list("spending", "paid_to")))
    return re.search(rf"\b(?:{phrases})\b", title) is not None


def has_phil_iri_headings(sheet_headings: Sequence[Heading]) -> bool:
    """Return True for Phil-IRI headings: word reading, a reading level, or the name itself."""
    measures = {parse_score_heading(heading.text).measure for heading in sheet_headings}
    return bool(measures & {"philiri_word", "philiri_level"}) or any(
        "phil" in normalize_heading(h.text) for h in sheet_headings
    )


def _split_phase(text: str) -> tuple[str, str]:
    """Split the phase from a text."""
    folded = normalize_heading(text)
    match = _phase_pattern().search(folded)
    if match is None:
        return "", text
    return known_words("score_phase")[match[0]], f"{folded[: match.start()]} {folded[match.end() :]}"


@cache
def _phase_pattern() -> re.Pattern[str]:
    """Match a phase word, longest first and as a whole word: "Post" is not part of "Postal"."""
    listed = sorted(known_words("score_phase"), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed))})(?!\w)")


def _parse_measure(text: str) -> str:
    folded = normalize_heading(re.sub(r"[()\[\]:]", " ", text))
    known = known_words("measure")
    if folded in known:
        return known[folded]
    filler = set(word_list("score_filler"))
    remaining = " ".join(
        word for word in re.sub(r"\s[-–—/]\s|^[-–—/]|[-–—/]$", " ", folded).split() if word not in filler
    )
    return known.get(remaining, remaining)


def set_measure(score: Score, texts: set[str], phil_iri: bool) -> Score:
    """Set the measure that the cells imply: words of reading levels mean the Phil-IRI level."""
    if is_level_column(texts):
        return replace(score, measure=LEVEL_MEASURE, maximum=None)
    if score.measure == "philiri_comprehension" and not phil_iri:
        return replace(score, measure="comprehension")
    return score


def is_level_column(texts: set[str]) -> bool:
    """Return True if at least half of the distinct texts are Phil-IRI reading levels.

    Numbers below several levels count the learners at each.
    """
    filled = {normalize_heading(text) for text in texts if text} - set(word_list("not_tested"))
    known = {text for text in filled if text in known_words("reading_level")}
    if len(known) > 1:
        filled = {text for text in filled if not text.isdecimal()}
    return bool(known) and 2 * len(known) >= len(filled)
