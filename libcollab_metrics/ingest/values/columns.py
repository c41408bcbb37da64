"""Parse columns by kind of field; shares and fractions in counts, and other currencies, are excluded.

Each distinct cell is parsed once, regardless of how many rows contain it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.files.cells import ErrorCell
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.values.currencies import find_currency, find_heading_currency
from libcollab_metrics.ingest.values.dates import (
    EARLIEST,
    LATEST,
    DayInMonth,
    ParsedDay,
    detect_date_order,
    find_outlier_days,
    infer_first_month,
    parse_day,
    parse_day_number,
    parse_day_or_month,
    parse_hours,
    parse_time,
)
from libcollab_metrics.ingest.values.lexicon import choice_words, known_words, word_list
from libcollab_metrics.ingest.values.numbers import (
    ParsedNumber,
    detect_decimal_mark,
    parse_number,
)
from libcollab_metrics.ingest.values.table import EncodedValues
from libcollab_metrics.ingest.values.worded_counts import split_present
from libcollab_metrics.messages import Message, join_messages
from libcollab_metrics.model.currencies import is_same_currency
from libcollab_metrics.model.names import clean_spaces, normalize_heading
from libcollab_metrics.model.schema import Field

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Earliest month, other than January, in which fiscal years begin.
FIRST_FISCAL_MONTH = 4
#: Text fields in which 0 is not a valid text; fields that name a party, where a placeholder means unknown.
TEXT_FIELDS = ("age_group", "site", "language", "program_id", "kind")
PARTY_FIELDS = ("from_party", "to_party", "name", "partner_id")


#: Issue code and message of a distinct cell; None when it was used as typed.
CellIssue = tuple[str, str] | None


@dataclass(frozen=True, eq=False)
class Column:
    """Column of a table body, dictionary-encoded.

    Attributes
    ----------
    heading : str
        Text of the heading.
    number : int
        Excel column, counted from 1.
    rows : ndarray of int64, shape (n,)
        Excel row of each cell.
    codes : ndarray of int, shape (n,)
        Index into `distinct` for each row.
    distinct : list
        Distinct cells.
    """

    heading: str
    number: int
    rows: NDArray[np.int64]
    codes: NDArray[Any]
    distinct: list[object]

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def cells(self) -> list[object]:
        """Cells of all rows, for the few layouts that are read cell by cell."""
        return [self.distinct[code] for code in self.codes.tolist()]

    @property
    def texts(self) -> list[str]:
        """Distinct cells that are text."""
        return [cell for cell in self.distinct if isinstance(cell, str)]

    @cached_property
    def cell_texts(self) -> list[str]:
        """Every distinct cell as text, empty for a blank cell; in the order of `distinct`."""
        return [cell_text(cell) for cell in self.distinct]

    @cached_property
    def is_filled(self) -> NDArray[np.bool_]:
        """Mask of the rows with a cell that is not blank, shape (n,)."""
        flags = np.array([cell is not None for cell in self.distinct], dtype=bool)
        is_filled: NDArray[np.bool_] = flags[self.codes]
        return is_filled

    @cached_property
    def normalized_texts(self) -> list[str]:
        """Every distinct cell as normalized text, for comparison with known words."""
        return [normalize_heading(text) for text in self.cell_texts]

    def without_texts(self) -> Column:
        """Return the column with numbers only, so that a message never repeats a name or an answer."""
        cells: list[object] = [cell if isinstance(cell, float) else None for cell in self.distinct]
        return replace(self, distinct=cells)

    def text_at(self, row: int) -> str:
        """Return the text of a cell by its row index in the column."""
        text: str = self.cell_texts[self.codes[row]]
        return text

    def parse(self, read: Callable[[object], Any]) -> EncodedValues:
        """Apply `read` to each distinct cell once."""
        return EncodedValues(self.codes, [read(cell) for cell in self.distinct])

    def parse_text(self, read: Callable[[str], Any]) -> EncodedValues:
        """Apply `read` to the text of each distinct cell once."""
        return EncodedValues(self.codes, [read(text) for text in self.cell_texts])

    def parse_normalized(self, read: Callable[[str], Any]) -> EncodedValues:
        """Apply `read` to the normalized text of each distinct cell once."""
        return EncodedValues(self.codes, [read(text) for text in self.normalized_texts])


@dataclass(frozen=True)
class ParseContext:
    """Context for parsing a column: answers, issue log, and the period from outside the table.

    Attributes
    ----------
    answers : Answers
        Answers that apply to the sheet.
    log : IssueLog
        Log that receives the issues.
    year : int, optional
        Calendar year in which `first_month` falls; earlier months belong to the next year.
    from_csv : bool
        Whether the cells come from a text file, where numbers are always text.
    zero_is_unknown : bool
        Whether a count of 0 means that no number was recorded.
    month : int, optional
        Month the sheet covers.
    first_month : int
        Month in which the sheet begins.
    date_order : str
        Order of day and month that a date of the table shows; empty if none does.
    spans_two_years : bool
        Whether `year` was named with the next one, as in "FY 2026-27".
    """

    answers: Answers
    log: IssueLog
    year: int | None = None
    from_csv: bool = False
    zero_is_unknown: bool = False
    month: int | None = None
    first_month: int = 1
    date_order: str = ""
    spans_two_years: bool = False

    def with_months(self, months: Sequence[int], codes: NDArray[Any]) -> ParseContext:
        """Adapt the context to rows in these months, which may run into the next year.

        This applies only under an answered year, and under two years named together, of which January to
        March alone are in the second; a sheet that states its first month is unchanged. `months` holds the
        month of each distinct cell, 0 where it is unknown or has its own year; `codes` has one index per row.
        """
        is_open = self.answers.get("year") is not None or self.spans_two_years
        if not is_open or self.first_month != 1 or not any(months):
            return self
        run = np.array(months)[codes]
        run = run[run > 0]
        first = infer_first_month(run.tolist())
        is_second_year = self.spans_two_years and first == 1 and run.max() < FIRST_FISCAL_MONTH
        return replace(self, first_month=FIRST_FISCAL_MONTH if is_second_year else first)

    @property
    def kind_answers(self) -> dict[str, str]:
        """Kind of amounts by word, normalized, as the user answered."""
        return {normalize_heading(word): kind for word, kind in self.answers.get("kinds", {}).items()}

    def year_for_month(self, month: int) -> int | None:
        """Return the calendar year of a month typed without a year; None when no year is known."""
        if self.year is None:
            return None
        return self.year + 1 if month < self.first_month else self.year


def cell_text(cell: object) -> str:
    """Format a cell as text, with whole numbers without a decimal point and ISO 8601 dates."""
    if isinstance(cell, str):
        return clean_spaces(cell)
    if cell is None or isinstance(cell, ErrorCell):
        return ""
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date | time) else clean_spaces(str(cell))


def report_issues(
    column: Column, context: ParseContext, cell_issues: Sequence[CellIssue], *, heading: str = ""
) -> None:
    """Report the issues of a column; `cell_issues` has one entry per distinct cell."""
    for code in dict.fromkeys(issue[0] for issue in cell_issues if issue is not None):
        departed = np.fromiter(
            (issue is not None and issue[0] == code for issue in cell_issues),
            dtype=bool,
            count=len(cell_issues),
        )
        rows = np.flatnonzero(departed[column.codes])
        if len(rows):
            first = column.codes[rows[0]]
            message = cell_issues[first]
            context.log.add_rows(
                code,
                column.rows[rows],
                column.number,
                heading=heading or column.heading,
                value=_cell_display(column.distinct[first]),
                message=message[1] if message else "",
                message_for_row=partial(_issue_message_at, column, cell_issues, rows),
            )


def _issue_message_at(
    column: Column, cell_issues: Sequence[CellIssue], rows: NDArray[Any], position: int
) -> str:
    """Return the message for one of the rows: the issue's own message, or the cell as typed."""
    code = column.codes[rows[position]]
    message = cell_issues[code]
    return message[1] if message and message[1] else f'"{_cell_display(column.distinct[code])}"'


def _cell_display(cell: object) -> str:
    return cell.text if isinstance(cell, ErrorCell) else cell_text(cell)


def report_cell_errors(column: Column, context: ParseContext) -> None:
    """Report cells that contain an error such as #DIV/0!; their values are unknown, never 0."""
    if any(isinstance(cell, ErrorCell) for cell in column.distinct):
        report_issues(
            column,
            context,
            [("formula-error", "") if isinstance(c, ErrorCell) else None for c in column.distinct],
        )


def parse_column(table: str, field: Field, column: Column, context: ParseContext) -> EncodedValues:
    """Parse a column for a field of a table and report its issues; None means unknown."""
    if field.kind in ("count", "number", "money"):
        return parse_numbers(field, column, context).map(lambda read: read.value)
    if field.kind == "date":
        return parse_days(column, context, report_blanks=False).map(lambda day: day[0])
    report_cell_errors(column, context)
    if field.kind == "time":
        return _parse_times(column, context)
    if field.kind == "choice":
        return _parse_choices(f"{table}.{field.name}", field, column, context)
    return _parse_texts(field, column, context)


#: A day in front of a time, as programs write it: "2026-03-07 15:15".
_ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}[T ](?=\d)")


def _parse_time(cell: object) -> float | None:
    if cell is None:
        return None
    time = parse_time(_ISO_DAY.sub("", cell) if isinstance(cell, str) else cell)
    return parse_hours(cell) if time is None and isinstance(cell, str) else time


def _parse_times(column: Column, context: ParseContext) -> EncodedValues:
    """Parse times of day; of the hours of a class, from and to, the first."""
    times = column.parse(_parse_time)
    shown = [
        cell if any(map(str.isdigit, cell_text(cell))) else "…" for cell in column.distinct
    ]  # not a name
    cell_issues: list[CellIssue] = [
        ("times-missing", Message('"{value}" is no time of day', value=cell_text(quoted)))
        if value is None and cell_text(cell)
        else None
        for cell, quoted, value in zip(column.distinct, shown, times.values, strict=True)
    ]
    report_issues(replace(column, distinct=shown), context, cell_issues)
    return times


def find_first_status(text: str) -> str | None:
    """Return the status that a text begins with: "Held, 12 came" or "No - rain", and not "No issues".

    Examples
    --------
    >>> find_first_status("not held - rain"), find_first_status("no issues"), find_first_status("di natuloy")
    ('cancelled', None, 'cancelled')
    """
    first, _, rest = text.partition(" ")
    phrases = [" ".join(text.split()[:count]).rstrip(",;:.") for count in (3, 2)]
    status = next(filter(None, map(known_words("held").get, phrases)), None)
    return status or (None if first == "no" and rest[:1].isalnum() else known_words("held").get(first))


#: What is between a kind of gift and the gift.
_BEHIND_KIND = re.compile(r"\s+[-–—]\s+|\s*[(:]")


def split_kind(text: str) -> str:
    """Return the kind of gift that a text begins with, normalized: "Kind - 120 story books" is of "kind"."""
    return normalize_heading(_BEHIND_KIND.split(text, maxsplit=1)[0])


def find_kind_in_words(text: str) -> str | None:
    """Return the kind of contribution that a text names; None if it names none or several.

    Words such as "donated" say so at the beginning, before what or who gave it.

    Examples
    --------
    >>> find_kind_in_words("Offline - Check"), find_kind_in_words("books, and cash")
    ('cash', None)
    >>> find_kind_in_words("donated - Rotary Club"), find_kind_in_words("fees donated")
    ('in_kind', None)
    """
    folded, known = normalize_heading(text), known_words("ledger_kind")
    first = known_words("kind_of_gift").get(split_kind(text))
    if first == "in_kind":
        return first
    kinds = {kind for word, kind in known.items() if re.search(rf"\b{re.escape(word)}\b", folded)}
    return kinds.pop() if len(kinds) == 1 else None


def _parse_choices(path: str, field: Field, column: Column, context: ParseContext) -> EncodedValues:
    known = choice_words(path, field)
    if path == "ledger.kind":
        known = {**known, **context.kind_answers}
    fallback = "unclear" if path == "ledger.status" else None
    values, cell_issues = [], []
    for cell in column.distinct:
        text = cell_text(cell)
        choice = known.get(normalize_heading(text) or text) if text else None
        if text and choice is None and path == "sessions.status":
            choice = find_first_status(normalize_heading(text))
        if text and choice is None and path == "ledger.kind":
            choice = find_kind_in_words(text)
        issue = None
        if choice == "postponed":
            choice = resolve_status(choice, context)
            issue = (
                "cancelled-by-title",
                Message('"{value}" read as {choice}', value=text, choice=Message(choice)),
            )
        values.append(choice or (fallback if text else None))
        cell_issues.append(issue or _choice_issue(text, choice, fallback, field))
    report_issues(column, context, cell_issues)
    return EncodedValues(column.codes, values)


def resolve_status(word: str, context: ParseContext) -> str:
    """Resolve "postponed" to a session status and request the question about it.

    A postponed session is cancelled unless the librarian answers otherwise. Other words, and "", are returned
    unchanged.
    """
    if word != "postponed":
        return word
    context.log.request_question("postponed")
    status: str = context.answers.get("postponed", "cancelled")
    return status


def _choice_issue(text: str, choice: str | None, fallback: str | None, field: Field) -> CellIssue:
    if not text or choice is not None:
        return None
    if fallback:
        return "choice-assumed", Message('"{value}" read as {choice}', value=text, choice=Message(fallback))
    return "choice-unknown", not_a_choice_message(text, field)


def not_a_choice_message(text: str, field: Field) -> Message:
    """Return the message for a word that is none of the choices of its field."""
    choices = join_messages(", ", [Message(choice.replace("_", " ")) for choice in field.choices])
    return Message('"{value}" is none of {choices}', value=text, choices=choices)


def _placeholder_issue(text: str) -> CellIssue:
    return "missing-code", Message('"{value}" names no one: read as unknown', value=text)


def _parse_texts(field: Field, column: Column, context: ParseContext) -> EncodedValues:
    """Parse text cells; report 0 in a text field, and placeholders for parties, as unknown."""
    texts = column.cell_texts
    if field.kind != "category":
        return EncodedValues(column.codes, [text or None for text in texts])
    placeholders = set(word_list("missing")) if field.name in PARTY_FIELDS else set()
    cell_issues: list[CellIssue] = []
    for text in texts:
        zero = text == "0" and field.name in TEXT_FIELDS
        missing = bool(text) and text.casefold() in placeholders
        cell_issues.append(
            ("zero-in-text", Message("0 is no word: read as unknown"))
            if zero
            else _placeholder_issue(text)
            if missing
            else None
        )
    report_issues(column, context, cell_issues)
    return EncodedValues(
        column.codes,
        [None if issue else text or None for text, issue in zip(texts, cell_issues, strict=True)],
    )


# Columns of numbers: counts, hours and money, with the issue of each cell.

#: Number fields in which a percentage is a share: the band of a criterion.
SHARES = ("low", "ideal", "high")

_WORD = re.compile(r"[^\W\d_]{2}")


def parse_numbers(
    field: Field, column: Column, context: ParseContext, typed_cells: Sequence[object] | None = None
) -> EncodedValues:
    """Parse each cell as a `ParsedNumber`: a number or unknown, with estimates and lower bounds marked.

    `typed_cells` holds the distinct cells as typed, where the column contains only part of each ("2" of "2
    boxes").
    """
    shown = column if typed_cells is None else replace(column, distinct=list(typed_cells))
    report_cell_errors(column, context)
    whole = field.kind == "count"
    decimal = detect_decimal_mark(column.texts, is_money=field.kind == "money")
    reads = [_parse_number_cell(cell, field, decimal, context) for cell in column.distinct]
    if whole and (present := split_present(column.cell_texts, column.heading)):
        reads = [
            ParsedNumber(
                value,
                "number-from-text",
                Message('"{value}" read as {number} who were present', value=text, number=value),
            )
            if (value := present.get(text)) is not None
            else read
            for text, read in zip(column.cell_texts, reads, strict=True)
        ]
    if whole and context.zero_is_unknown:
        unknown = ParsedNumber(None, "zero-may-mean-none", Message("0 read as no number recorded"))
        reads = [unknown if read.value == 0 else read for read in reads]
    if whole:
        shown, reads = _redact_words(shown, reads)
        reads = _exclude_fractions(column, _exclude_shares(column, reads))
    cell_issues: list[CellIssue] = [(read.code, read.message) if read.code else None for read in reads]
    report_issues(shown, context, cell_issues)
    if field.kind == "money":
        reads = _exclude_other_currencies(column, reads, context)
    return EncodedValues(column.codes, reads)


def parse_currencies(column: Column) -> EncodedValues:
    """Return the code or sign of the currency of each amount: the one next to it, else the heading's.

    A sign that several currencies share is that of the heading's currency. None where neither names one.
    """
    headed = find_heading_currency(column.heading) or None

    def choose(text: str) -> str | None:
        sign = find_currency(text)
        return headed if not sign or (headed and is_same_currency(sign, headed)) else sign

    return column.parse_text(choose)


def _exclude_shares(column: Column, reads: list[ParsedNumber]) -> list[ParsedNumber]:
    """Exclude shares from a column of counts.

    0.83 is not a count; in a column of shares, 1 and 0 are not counts either.
    """
    values = np.array([np.nan if read.value is None else read.value for read in reads])
    often = np.bincount(column.codes, minlength=len(values))
    shares = (values > 0) & (values < 1)
    known = ~np.isnan(values)
    mostly = often[shares].sum() * 2 > often[known].sum()
    if shares.any() and (mostly or values[known].max() <= 1):
        shares = known
    return [
        ParsedNumber(
            None, "percent-not-count", Message('"{value}" is a share, not a count', value=cell_text(cell))
        )
        if is_share
        else read
        for cell, read, is_share in zip(column.distinct, reads, shares.tolist(), strict=True)
    ]


def _redact_words(column: Column, reads: list[ParsedNumber]) -> tuple[Column, list[ParsedNumber]]:
    """Redact words in a column of counts, because they may be names of attendees."""
    words = [
        isinstance(cell, str) and read.code == "number-unreadable" and _WORD.search(cell) is not None
        for cell, read in zip(column.distinct, reads, strict=True)
    ]
    unsaid = ParsedNumber(None, "number-unreadable", Message("words are in place of a number"))
    cells = [None if hidden else cell for cell, hidden in zip(column.distinct, words, strict=True)]
    return replace(column, distinct=cells), [
        unsaid if h else read for h, read in zip(words, reads, strict=True)
    ]


def _exclude_fractions(column: Column, reads: list[ParsedNumber]) -> list[ParsedNumber]:
    """Exclude fractions from a column of counts."""
    return [
        ParsedNumber(
            None,
            "number-unreadable",
            Message('"{value}" is not a whole number, so it is not used', value=cell_text(cell)),
        )
        if read.value is not None and read.value % 1
        else read
        for cell, read in zip(column.distinct, reads, strict=True)
    ]


def _parse_number_cell(cell: object, field: Field, decimal: str, context: ParseContext) -> ParsedNumber:
    if cell is None or isinstance(cell, ErrorCell):
        return ParsedNumber(None)
    if isinstance(cell, date | time | timedelta):
        return ParsedNumber(
            None, "number-unreadable", Message("{value} is not a number", value=cell_text(cell))
        )
    ranges, share, whole = context.answers.get("ranges", "low"), field.name in SHARES, field.kind == "count"
    if isinstance(cell, float):
        return parse_number(cell_text(cell), ".", is_count=whole, ranges=ranges, allow_share=share)
    number = parse_number(str(cell), decimal, is_count=whole, ranges=ranges, allow_share=share)
    if number.value is not None and not context.from_csv and not number.code:
        return ParsedNumber(
            number.value,
            "number-from-text",
            Message('"{value}" read as {number}', value=cell, number=number.value),
        )
    return number


def _exclude_other_currencies(
    column: Column, reads: list[ParsedNumber], context: ParseContext
) -> list[ParsedNumber]:
    """Exclude amounts in any but the most frequent currency: a sum would mix currencies."""
    named = [find_currency(cell) if isinstance(cell, str) else "" for cell in column.distinct]
    often = np.bincount(column.codes, minlength=len(named))
    counts: dict[str, int] = {}
    for currency, count in zip(named, often.tolist(), strict=True):
        if currency:
            counts[currency] = counts.get(currency, 0) + count
    if len(counts) < 2:
        return reads
    main_currency = max(counts, key=lambda currency: counts[currency])
    cell_issues: list[CellIssue] = [
        (
            "currency-mixed",
            Message(
                '"{value}" is in {currency}, the column in {main_currency}: left out of sums',
                value=cell_text(cell),
                currency=currency,
                main_currency=main_currency,
            ),
        )
        if currency and not is_same_currency(currency, main_currency)
        else None
        for cell, currency in zip(column.distinct, named, strict=True)
    ]
    report_issues(column, context, cell_issues)
    return [
        ParsedNumber(None, issue[0]) if issue else read
        for read, issue in zip(reads, cell_issues, strict=True)
    ]


# Columns of dates: the day of each cell, and what was completed from outside the table.

#: Year-first dates whose year does not begin with 19, 20 or 21.
_YEAR_FIRST = re.compile(r"(?!19|20|21)\d{4,6}-\d{1,2}-\d{1,2}$")


def parse_days(
    column: Column, context: ParseContext, report_blanks: bool = True, accept_months: bool = False
) -> EncodedValues:
    """Parse each cell as (date or None, text of a date without a year, "day" or "month").

    With `accept_months`, a month alone ("March 2026") is read as its first day with month precision;
    otherwise it is not a date. The order of day and month is the one that is answered, that a date of the
    column or the table shows, or that keeps all dates in the sheet's month; else that of the heading's
    language is assumed.
    """
    report_cell_errors(column, context)
    answered = context.answers.get("date_order")
    shown = detect_date_order(column.texts) or context.date_order
    decided = answered or shown or infer_order_from_month(column, context.month)
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(column.heading)))
    is_day_first = bool(words & set(word_list("day_first_headings")))
    order = decided or ("day-first" if is_day_first else "month-first")
    days, cell_issues, order_issues = [], [], []
    read = _parse_day_numbers(column, context.month) or [
        _parse_day_cell(cell, order, accept_months) for cell in column.distinct
    ]
    open_years = [day.month if day and day.year is None else 0 for day in read]
    context = context.with_months(open_years, column.codes)
    for cell, parsed in zip(column.distinct, read, strict=True):
        year = parsed.year or context.year_for_month(parsed.month) if parsed else None
        chosen = parsed.to_date(year) if parsed else None
        typed = cell_text(cell)
        at_midnight = datetime.combine(chosen, time(0)) if chosen else None
        days.append(
            (at_midnight, typed if parsed and not chosen else "", parsed.precision if parsed else "day")
        )
        cell_issues.append(_day_issue(cell, typed, parsed, chosen, year, report_blanks))
        open_order = parsed is not None and parsed.is_ambiguous and not decided
        order_issues.append(("date-order-assumed", order_message(typed, order)) if open_order else None)
    report_issues(column, context, cell_issues)
    if any(order_issues):
        context.log.assumed["date_order"] = order
    report_issues(column, context, order_issues)
    report_issues(column, context, find_outlier_days([day[0] for day in days], column.codes.tolist()))
    return EncodedValues(column.codes, days)


def _parse_day_numbers(column: Column, month: int | None) -> list[ParsedDay | None]:
    """Parse a column of day numbers in the sheet's month; empty when it holds anything else."""
    if month is None or any(isinstance(cell, DayInMonth) for cell in column.distinct):
        return []
    numbers = {text: parse_day_number(text) for cell in column.distinct if (text := cell_text(cell))}
    if not all(numbers.values()):
        return []
    return [
        ParsedDay(None, month, number) if (number := numbers.get(cell_text(cell))) else None
        for cell in column.distinct
    ]


def _day_issue(
    cell: object,
    typed: str,
    day: ParsedDay | None,
    completed: date | None,
    year: int | None,
    report_blanks: bool,
) -> CellIssue:
    if isinstance(cell, ErrorCell):
        return ("date-missing", Message("no date: the row counts in no period")) if report_blanks else None
    if not typed:
        return ("date-missing", Message("no date: the row counts in no period")) if report_blanks else None
    if day is None:
        if not _YEAR_FIRST.match(typed):
            return "date-unreadable", Message('"{value}" is not a date', value=typed)
        years = {"first": str(EARLIEST), "last": str(LATEST)}
        return "date-unreadable", Message(
            '"{value}" lies outside the years {first} to {last}', value=typed, **years
        )
    if completed is None:
        return (
            ("date-unreadable", Message("no such day in its month"))
            if year
            else ("year-missing", Message('"{value}" has no year', value=typed))
        )
    from_outside = day.year is None or isinstance(cell, DayInMonth) or parse_serial_day(typed)
    return (
        ("date-from-context", Message('"{value}" read as {day}', value=typed, day=completed))
        if from_outside
        else None
    )


def order_message(typed: str, order: str) -> Message:
    """Return the message about a date that was read day-first or month-first."""
    if order == "day-first":
        return Message('"{value}" read day-first', value=typed)
    return Message('"{value}" read month-first', value=typed)


def infer_order_from_month(column: Column, month: int | None) -> str:
    """Return the one order that puts all ambiguous dates in the sheet's month; "" if undecided.

    Examples
    --------
    >>> import numpy as np
    >>> infer_order_from_month(Column("Fecha", 1, np.array([2]), np.array([0]), ["05/01/2026"]), 1)
    'day-first'
    """
    if month is None:
        return ""
    days = [day for cell in column.texts if (day := parse_day(cell)) is not None and day.is_ambiguous]
    within = [
        order
        for order in ("month-first", "day-first")
        if all(day.with_order(order).month == month for day in days)
    ]
    return within[0] if days and len(within) == 1 else ""


def _parse_day_cell(cell: object, order: str, accept_months: bool) -> ParsedDay | None:
    if isinstance(cell, DayInMonth):
        return cell.day
    if isinstance(cell, date):
        return ParsedDay(cell.year, cell.month, cell.day)
    if serial := parse_serial_day(cell_text(cell)):
        return ParsedDay(serial.year, serial.month, serial.day)
    read = parse_day_or_month if accept_months else parse_day
    return read(cell, order) if isinstance(cell, str) else None


#: First day of the count of days in spreadsheets, and the numbers of days that are read, from 2000 to 2050.
DAY_ZERO, SERIAL_DAYS = date(1899, 12, 30), range(36_526, 55_153)


def parse_serial_day(text: str) -> date | None:
    """Return the day of a date that lost its format and shows its number of days; None for other texts.

    Examples
    --------
    >>> parse_serial_day("45992"), parse_serial_day("2026")
    (datetime.date(2025, 12, 1), None)
    """
    if len(text) == 5 and text.isdecimal() and int(text) in SERIAL_DAYS:
        return DAY_ZERO + timedelta(days=int(text))
    return None


# Cells with a unit, such as "2 boxes" or "40 hours".

#: Maximum length of a text parsed as a measure, because matching time grows with the square of the length.
MAX_MEASURE_LENGTH = 200
_MEASURED = re.compile(r"^(.*?\d[\d.,+]*)\s*\(?([^\W\d_][^\d()]*?)\)?\.?$")


def split_measure(cell: object) -> tuple[object, str | None]:
    """Split a cell into its number and unit; the cell itself and None without a known unit.

    Examples
    --------
    >>> split_measure("about 40 hours"), split_measure("15,000 pesos"), split_measure(3.0)
    (('about 40', 'hours'), ('15,000 pesos', None), (3.0, None))
    """
    match = (
        _MEASURED.match(cell.strip()) if isinstance(cell, str) and len(cell) <= MAX_MEASURE_LENGTH else None
    )
    unit = normalize_heading(match[2]) if match else ""
    if match is None or unit not in (*word_list("measures", "hours"), *word_list("measures", "things")):
        return cell, None
    return match[1], match[2].strip()


def is_hours(unit: str | None) -> bool:
    """Return whether a unit means hours, in English, Spanish or Filipino."""
    return bool(unit) and normalize_heading(unit or "") in word_list("measures", "hours")


def split_measures(column: Column) -> tuple[Column, EncodedValues]:
    """Split a column into its numbers and its units; a unit is None where none is written."""
    split = [split_measure(cell) for cell in column.distinct]
    bare = Column(column.heading, column.number, column.rows, column.codes, [number for number, _ in split])
    return bare, EncodedValues(column.codes, [unit for _, unit in split])


def parse_measures(
    field: Field, column: Column, context: ParseContext
) -> tuple[EncodedValues, EncodedValues]:
    """Parse the numbers and the units of a column."""
    bare, units = split_measures(column)
    return parse_numbers(field, bare, context, column.distinct).map(lambda read: read.value), units
