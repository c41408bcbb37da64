"""Parse dates and times: day or month first, two-digit and missing years, and outlying dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby, pairwise
from statistics import median

from libcollab_metrics.ingest.values.lexicon import months, weekdays, word_list
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import clean_spaces, normalize_heading
from libcollab_metrics.model.scope import FIRST_DAY, LAST_DAY

_NUMBERS = re.compile(r"^(\d{1,4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,4})$")
#: Two days with a word or a dash between them; the last may be only a number, with or without the year.
_RANGE_OF_DAYS = re.compile(
    r"(?P<first>[^–—-]*\d[^–—-]*?)\s*(?:[–—&-]|\b(?:to|al?|hanggang|and|y|at)\b)\s*(?P<last>[^–—-]*\d[^–—-]*)",
    re.IGNORECASE,
)
_DAYS_OF_MONTH = re.compile(r"[^\W\d_]+\.?\s+\d{1,2}\s*[–-]\s*\d{1,2}")
_DAY_AND_YEAR = re.compile(r"(\d{1,2})(?:,?\s+(\d{4}))?")
_DAY_AND_MONTH = re.compile(r"^(\d{1,2})\s*[-/.]\s*(\d{1,2})$")
#: Minutes from midnight to noon.
NOON = 12 * 60
_BETWEEN_TIMES = re.compile(r"\s*[-–—]\s*|\s+(?:to|a|hasta)\s+")
_CLOCK = re.compile(r"^(\d{1,2})(?:[:.h](\d{2}))?(?:[:.](\d{2}))?\s*([ap])?\.?\s*(m)?\.?$")
#: A year and the next one, in full or shortened.
_TWO_YEARS = re.compile(r"\b((?:19|20)\d\d)\s*[-–/]\s*((?:19|20)?\d\d)\b")
_IN_BRACKETS = re.compile(r"\s*\(([^\W\d_]{1,3})\.?\)$")
#: Two-digit years from this one on belong to the 20th century.
CENTURY_PIVOT = 70
_ORDINALS = ("st", "nd", "rd", "th", "ika")
EARLIEST, LATEST = FIRST_DAY.year, LAST_DAY.year
_YEAR_DIGITS, _SHORT_YEAR_DIGITS = 4, 2  # digits of a year; `int` refuses texts of thousands of digits
#: Minimum step back, in months, that is read as a change of year; a smaller step means rows out of order.
HALF_A_YEAR = 6
#: Years between a date and the median of its column above which it is reported, and the minimum number of
#: dates in the column for that check.
OUTLIER_YEARS, MIN_OUTLIER_DAYS = 25, 3


@dataclass(frozen=True)
class ParsedDay:
    """Parsed date whose year may be unknown.

    Attributes
    ----------
    year : int or None
        Calendar year; None when it was not written.
    month : int
        Month, 1 to 12.
    day : int
        Day of the month; 1 when only a month was written.
    is_ambiguous : bool
        Whether day and month could be swapped.
    precision : str
        "day", or "month" when only a month was written.
    """

    year: int | None
    month: int
    day: int
    is_ambiguous: bool = False
    precision: str = "day"

    def with_order(self, order: str) -> ParsedDay:
        """Return the day under a date order; days are first parsed month-first."""
        swaps = self.is_ambiguous and order == "day-first"
        return ParsedDay(self.year, self.day, self.month, True) if swaps else self

    def to_date(self, year: int | None) -> date | None:
        """Return the date in its own or the given year; None without a year or for 31 February."""
        chosen = self.year or year
        try:
            return date(chosen, self.month, self.day) if chosen else None
        except ValueError:
            return None


class DayInMonth(str):
    """Day number as typed ("Sat 7"), with the date it means in the month given above it."""

    day: ParsedDay

    def __new__(cls, typed: str, day: ParsedDay) -> DayInMonth:
        """Create the text with its date."""
        made = super().__new__(cls, typed)
        made.day = day
        return made


def are_days(texts: Iterable[str]) -> bool:
    """Return whether there are texts and all but the blank ones are days.

    Examples
    --------
    >>> are_days(["Sat 11 Jan", "", "25 January 2025"]), are_days(["Sat 11 Jan", "Story hour"])
    (True, False)
    """
    parsed = [parse_day(text) for text in texts if text]
    return bool(parsed) and all(day is not None and day.precision == "day" for day in parsed)


def detect_date_order(texts: Iterable[str]) -> str:
    """Detect the date order of a column: "day-first", "month-first", or "" when undecided."""
    votes = {"day-first": 0, "month-first": 0}
    for text in texts:
        first, second = _leading_pair(_strip_weekday(_strip_time(clean_spaces(text))))
        if first > 12 >= second > 0:
            votes["day-first"] += 1
        elif second > 12 >= first > 0:
            votes["month-first"] += 1
    if votes["day-first"] == votes["month-first"]:
        return ""
    return max(votes, key=lambda order: votes[order])


def parse_day(text: str, order: str = "month-first") -> ParsedDay | None:
    """Parse a text as a day; None when it is not one.

    Examples
    --------
    >>> parse_day("4 August, 2022").to_date(None).isoformat(), parse_day("8/19/99").to_date(None).isoformat()
    ('2022-08-04', '1999-08-19')
    >>> parse_day("7-Mar").to_date(2026).isoformat(), parse_day("12/091998") is None
    ('2026-03-07', True)
    >>> parse_day("2022-11-28 (Monday)").to_date(None).isoformat(), parse_day("June 17 (T)").day
    ('2022-11-28', 17)

    >>> parse_day("2025/09/02 00:00:00+00").day, parse_day("Sep 2, 2025 10:00 AM CST").day
    (2, 2)
    >>> parse_day("10:00 AM, Thursday, October 1, 2026").day, parse_day("10:30 Room 2") is None
    (1, True)
    >>> parse_day("2025/09/02 5:05:55 PM AST").day, parse_day("2025/09/02 5:05:55 p. m. GMT-5").day
    (2, 2)
    >>> parse_day("Sept 2, 2025 at 3pm").year, parse_day("9/2/2025, 3:00 - 4:30 pm").month
    (2025, 9)

    Several days in a row are one entry, on the first of them.

    >>> parse_day("3–5 June 2025").to_date(None).isoformat(), parse_day("July 28 - August 1").day
    ('2025-06-03', 28)
    >>> parse_day("15 y 16 de noviembre").day, parse_day("Nov 15 and 16, 2026").day, parse_day("5 and 6")
    (15, 15, None)
    """
    bare = _strip_martes(_strip_weekday_letter(_strip_time(clean_spaces(text))))
    plain = _strip_weekday(bare)
    match = _NUMBERS.match(plain)
    if match:
        return _parse_numeric_day(
            [int(part) for part in match.groups()], [len(part) for part in match.groups()], order
        )
    short = _DAY_AND_MONTH.match(plain if "/" in plain else bare)  # "Mon 2-3" may be an hour
    if short:
        first, second = (int(part) for part in short.groups())
        return _day_from_pair(None, first, second, order)
    if _DAYS_OF_MONTH.fullmatch(bare):  # "May 5-12" is no day of 2012
        return _parse_first_of_days(bare, order)
    return _parse_worded_day(bare) or _parse_first_of_days(bare, order)


def parse_day_or_month(text: str, order: str = "month-first") -> ParsedDay | None:
    """Parse a text as a day, or as a month with its year ("March 2026", "2026-03").

    Examples
    --------
    >>> parse_day_or_month("Marso 2026").precision, parse_day_or_month("7 March 2026").precision
    ('month', 'day')
    >>> parse_day_or_month("31 February 2026") is None
    True
    """
    day = parse_day(text, order)
    no_such_day = re.search(r"[^\W\d_]", text) is not None and len(re.findall(r"\d+", text)) > 1
    month = parse_month(text) if day is None and not no_such_day else None
    return ParsedDay(month[0], month[1], 1, precision="month") if month and month[0] else day


def parse_day_number(text: str) -> int | None:
    """Parse a day of the month, with or without its weekday; None for other texts.

    Examples
    --------
    >>> (parse_day_number("7"), parse_day_number("Sat 7"), parse_day_number("14th (Sab)"),
    ...  parse_day_number("Ju 5"), parse_day_number("T5"), parse_day_number("7-8"))
    (7, 7, 14, 5, None, None)
    """
    words = re.findall(r"[^\W\d_]+|\d+", normalize_heading(text))
    numbers = [int(word) for word in words if word.isdecimal() and len(word) <= 2]
    short = word_list("weekday_letters") if re.match(r"[^\W\d_]+[.,]?\s", text) else ()
    rest = [word for word in words if word not in weekdays() and word not in (*short, *_ORDINALS)]
    alone = len(rest) == len(numbers) == 1 and not re.search(r"[^\w\s.,()]", text)
    return numbers[0] if alone and 1 <= numbers[0] <= 31 else None


def parse_month(text: str) -> tuple[int | None, int] | None:
    """Parse "2026-03", "3", "March" or "Mar 2026" as (year or None, month); None otherwise."""
    bare = normalize_heading(text)
    if re.fullmatch(r"\d{1,2}(\.0)?", bare):
        number = int(float(bare))
        return (None, number) if 1 <= number <= 12 else None
    match = re.fullmatch(r"(\d{4})[-/. ](\d{1,2})", bare) or re.fullmatch(r"(\d{1,2})[-/. ](\d{4})", bare)
    if match:
        year, month = sorted((int(part) for part in match.groups()), reverse=True)
        return (year, month) if 1 <= month <= 12 else None
    words = re.findall(r"[^\W\d_]+|\d+", bare)
    named = [months()[word] for word in words if word in months()]
    years = [
        int(word)
        for word in words
        if len(word) == _YEAR_DIGITS and word.isdecimal() and EARLIEST <= int(word) <= LATEST
    ]
    rest = [
        word for word in words if word not in months() and not word.isdigit() and word not in ("de", "of")
    ]
    return (years[0] if years else None, named[0]) if len(named) == 1 and not rest else None


def parse_year(text: str) -> int | None:
    """Parse a calendar year, or the first year of "2026-2027"."""
    match = re.search(r"(?<!\d)(19|20|21)\d{2}(?!\d)", text)
    return int(match.group(0)) if match else None


def names_two_years(text: str) -> bool:
    """Return whether a text is a year and the next one.

    Examples
    --------
    >>> [names_two_years(text) for text in ("2021-2022", "2021/22", "SY 2021–2022", "2021", "2021-2025")]
    [True, True, True, False, False]
    """
    match = _TWO_YEARS.search(text)
    return match is not None and (int(match[1]) + 1) % 100 == int(match[2]) % 100


def parse_time(value: object) -> float | None:
    """Parse a time of day as minutes since midnight; None for other values ("All Day Event")."""
    if isinstance(value, datetime | time):
        return value.hour * 60.0 + value.minute
    if isinstance(value, float) and 0 <= value < 1:
        return round(value * 24 * 60)
    match = _CLOCK.match(clean_spaces(str(value)).casefold())
    if not match or not (match.group(2) or match.group(4)):
        return None
    hour, minute = int(match.group(1)), int(match.group(2) or 0)
    if match.group(4):
        hour = hour % 12 + (12 if match.group(4) == "p" else 0)
    return hour * 60.0 + minute if hour < 24 and minute < 60 else None


def parse_hours(text: str) -> float | None:
    """Parse the first of two times of day, such as the hours of a class; None for other texts.

    Where only the second says "am" or "pm", the first is the last such time before it.

    Examples
    --------
    >>> parse_hours("7:30 am - 9:00 am"), parse_hours("3:30-5:00 pm"), parse_hours("11:00 to 1:00 pm")
    (450.0, 930.0, 660.0)
    >>> parse_hours("16:00 a 17:30"), parse_hours("9:00"), parse_hours("Room 3 - 4")
    (960.0, None, None)
    """
    parts = _BETWEEN_TIMES.split(clean_spaces(text).casefold())
    if len(parts) != 2:
        return None
    start, end = map(parse_time, parts)
    if start is None or end is None:
        return None
    if parts[1][-1:] == "m" and parts[0][-1:] != "m" and start < NOON:
        start += NOON if start + NOON < end else 0
    return start


def infer_first_month(months: Sequence[int]) -> int:
    """Infer the month in which rows of months without a year begin.

    The result is 11 for Nov, Dec, Jan, and 1 unless the months run into the next year. Months run into the
    next year when they step back exactly once, by half a year or more, and end before the month they began
    in. The reverse applies to rows listed newest first.

    Examples
    --------
    >>> (infer_first_month([11, 12, 12, 1, 2]), infer_first_month([2, 1, 12, 11]),
    ...  infer_first_month([1, 3, 2, 12]))
    (11, 11, 1)
    """
    run = [month for month, _ in groupby(months)]
    back = [month - next_month for month, next_month in pairwise(run) if next_month < month]
    if len(back) == 1 and back[0] >= HALF_A_YEAR and run[-1] < run[0]:
        return run[0]
    forth = [next_month - month for month, next_month in pairwise(run) if next_month > month]
    if len(forth) == 1 and back and forth[0] >= HALF_A_YEAR and run[0] < run[-1]:
        return run[-1]
    return 1


def _parse_numeric_day(parts: list[int], widths: list[int], order: str) -> ParsedDay | None:
    if widths[0] == 4:
        return _validated_day(parts[0], parts[1], parts[2])
    if widths[2] not in (2, 4):
        return None
    year = parts[2] if widths[2] == 4 else parts[2] + (1900 if parts[2] >= CENTURY_PIVOT else 2000)
    return _day_from_pair(year, parts[0], parts[1], order)


def _day_from_pair(year: int | None, first: int, second: int, order: str) -> ParsedDay | None:
    """Assign day and month in either order; a month above 12 overrides the order of the column."""
    if first > 12 or (second <= 12 and order == "day-first"):
        first, second = second, first
    return _validated_day(year, first, second, ambiguous=max(first, second) <= 12 and first != second)


def _validated_day(year: int | None, month: int, day: int, ambiguous: bool = False) -> ParsedDay | None:
    try:
        date(year or 2024, month, day)
    except ValueError:
        return None
    return ParsedDay(year, month, day, ambiguous) if year is None or EARLIEST <= year <= LATEST else None


def _parse_worded_day(bare: str) -> ParsedDay | None:
    """Parse a day whose month is a word: "4 August, 2022", "Sat Mar. 7", "7 de marzo de 2026"."""
    words = [
        w
        for w in re.findall(r"[^\W\d_]+|\d+", normalize_heading(bare))
        if w in months() or w not in weekdays()
    ]
    words = [w for w in words if w not in ("de", "del", "of", "the", "st", "nd", "rd", "th", "ng", "ika")]
    named = [w for w in words if w in months()]
    numbers = [int(w) for w in words if w.isdecimal() and len(w) <= _YEAR_DIGITS]
    if len(named) != 1 or len(named) + len(numbers) != len(words) or len(numbers) not in (1, 2):
        return None
    years = [n for n in numbers if EARLIEST <= n <= LATEST]
    days = [n for n in numbers if 1 <= n <= 31]
    if len(numbers) == 2 and not years:
        short = numbers[1]
        if len(words[-1]) != _SHORT_YEAR_DIGITS or not words[-1].isdecimal():
            return None  # "2-6 June" is no day of 2006
        years, days = [short + (1900 if short >= CENTURY_PIVOT else 2000)], numbers[:1]
    if len(days) != 1 or len(years) + len(days) != len(numbers):
        return None
    return _validated_day(years[0] if years else None, months()[named[0]], days[0])


def _parse_first_of_days(bare: str, order: str) -> ParsedDay | None:
    """Parse the first day of a range: "3–5 June", "July 28 – August 1, 2025", "8 hanggang 12 Setyembre"."""
    match = _RANGE_OF_DAYS.fullmatch(bare)
    if match is None:
        return None
    first, last = match["first"].strip(), match["last"].strip()
    if first.isdecimal():
        end = parse_day(last, order)
        if end is None or not 1 <= int(first) < end.day:
            return None
        return _validated_day(end.year, end.month, int(first))
    begin, end = _parse_worded_day(first) or parse_day(first, order), parse_day(last, order)
    rest = _DAY_AND_YEAR.fullmatch(last)
    if begin is None or (end is None and (rest is None or int(rest[1]) <= begin.day)):
        return None
    year = end.year if end else int(rest[2]) if rest and rest[2] else None
    return _validated_day(begin.year or year, begin.month, begin.day)


def _leading_pair(bare: str) -> tuple[int, int]:
    match = _NUMBERS.match(bare) or _DAY_AND_MONTH.match(bare)
    if not match or len(match.group(1)) > 2:
        return 0, 0
    return int(match.group(1)), int(match.group(2))


#: A time zone behind a time of day: "Z", "+00", "UTC-05:00", "EST", with its name in brackets or without.
_ZONE = (
    r"(?:z|(?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?|utc|gmt|[aecmp][sd]?t|ak[sd]t|hst|cest|pht|ist|eat|wat|sast|bst"
    r"|a[ew][sd]t|nz[sd]t|cot|clt|brt|wib|sgt|mes?z|oes?z)(?:\s*\([^()]*\))?"
)
_HALF_OF_DAY = r"\s*[ap]\.?\s?m\.?"
_HOUR = rf"(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\.\d+)?(?:{_HALF_OF_DAY})?|\d{{1,2}}{_HALF_OF_DAY})"
_FIRST_HOUR = rf"(?:{_HOUR}|\d{{1,2}})\s*(?:[-–—]|to|a|hanggang)\s*"
_TIME_BEHIND_DATE = re.compile(
    rf"(?:[,T]|[,\s]\s*(?:at|@|a las?|alas))?\s*(?<!\d)(?<!\d[-/.])(?:{_FIRST_HOUR})?{_HOUR}\s*(?:{_ZONE})?$",
    re.IGNORECASE,
)


def _strip_time(text: str) -> str:
    """Strip the time of day with its zone, before or behind it, and commas and spaces, from a date."""
    may_end_in_time = ":" in text or text[-1:] in "mM."
    text = _TIME_BEFORE_DATE.sub("", text) if ":" in text[:3] else text
    return (_TIME_BEHIND_DATE.sub("", text) if may_end_in_time else text).strip(" ,")


#: A time of day before a date: "10:00 AM, Thursday, October 1, 2026".
_TIME_BEFORE_DATE = re.compile(r"^\d{1,2}:\d\d\s*(?:[ap]\.?m\.?)?\s*,?\s+(?=[^\W\d_])", re.IGNORECASE)


#: One or two letters before a date in numbers.
_LETTER_BEFORE_DATE = re.compile(r"[^\W\d_]{1,3}[.,]?\s+\d{1,2}/\d{1,2}\b")


def _strip_weekday_letter(text: str) -> str:
    """Strip the letter of a weekday in brackets after a date: "June 17 (T)"."""
    match = _IN_BRACKETS.search(text)
    return text[: match.start()] if match and match[1].casefold() in word_list("weekday_letters") else text


#: A word before a day and another word: "mar 7 oct".
_WORD_BEFORE_DAY = re.compile(r"([^\W\d_]+)[.,]*\s+(?=\d{1,2}[\s/-]+(?:de\s+)?([^\W\d_]{3,}))")


def _strip_martes(text: str) -> str:
    """Strip a weekday that is spelled as a month from a date that names its month.

    Examples
    --------
    >>> _strip_martes("mar 7 oct"), _strip_martes("Mar. 3 de marzo"), _strip_martes("Mar 7")
    ('7 oct', '3 de marzo', 'Mar 7')
    """
    match = _WORD_BEFORE_DAY.match(text)
    if match is None or normalize_heading(match[2]) not in months():
        return text
    word = normalize_heading(match[1])
    return text[match.end() :] if word in weekdays() and word in months() else text


def _strip_weekday(text: str) -> str:
    """Strip the weekday, and brackets, from a date in numbers; other texts are returned unchanged.

    Before a date with a slash, the weekday may be a letter or two: "Th 4/16", "Ju 16/04".
    """
    words = [normalize_heading(word) for word in re.findall(r"[^\W\d_]+", text)]
    if len(words) == 1 and words[0] in word_list("weekday_letters") and _LETTER_BEFORE_DATE.match(text):
        return text[len(words[0]) :].strip(" .,")
    if not words or not all(word in weekdays() and ("/" in text or word not in months()) for word in words):
        return text  # "mar" is Tuesday in Spanish, and March; in "mar 3/6" the month is a number
    return re.sub(r"[^\W\d_]+\.?|[()\[\],]", "", text).strip()


def find_outlier_days(days: Sequence[date | None], codes: Sequence[int]) -> list[tuple[str, str] | None]:
    """Return an issue for each distinct date more than 25 years from the column's median.

    The result has one entry per distinct date, None without an issue. 2126 is a typing error, and
    spreadsheets turn an empty date into 1900.
    """
    years = [day.year for code in codes if (day := days[code]) is not None]
    middle = median(years) if len(years) >= MIN_OUTLIER_DAYS else None
    return [
        (
            (
                "date-far-off",
                Message(
                    "{day} lies over {years} years from the others",
                    day=f"{day:%Y-%m-%d}",
                    years=OUTLIER_YEARS,
                ),
            )
            if day is not None and middle is not None and abs(day.year - middle) > OUTLIER_YEARS
            else None
        )
        for day in days
    ]
