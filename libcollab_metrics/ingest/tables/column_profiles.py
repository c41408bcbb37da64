"""Profiles of columns: which shares of their cells are dates, counts, names, marks and so on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache, cached_property
from itertools import pairwise

import numpy as np

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.heading import Heading
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.currencies import find_currency
from libcollab_metrics.ingest.values.dates import parse_day, parse_month, parse_time
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.marks import is_mark, normalize_mark
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.ingest.values.worded_counts import split_present
from libcollab_metrics.model.names import normalize_heading

#: Distinct cells of a column that are looked at.
MAX_SAMPLED_CELLS = 100
#: Fewest characters of a remark below a table.
MIN_REMARK = 25
#: Fewest different months of a column of months.
MIN_MONTHS = 2
#: The number of a row: "A001", "7".
_CODE = re.compile(r"(\D*)(\d+)")
#: Several names; a surname, a first name and an initial are one.
_SEVERAL_NAMES = re.compile(r"(?:[^,]+,){2,}\s*[^\W\d_]{3,}[^,]*")
_YEAR_AND_MONTH = re.compile(r"(?:19|20)\d\d[-/](?:0[1-9]|1[0-2])")
#: Share of the cells that must be of a kind for a column to be of that kind.
MOST = 0.8
#: Largest number that may be a head count, and most words and letters of a name.
MAX_COUNT, MAX_NAME_WORDS, MAX_NAME_LETTERS = 99_999, 6, 60


#: An amount with points in its thousands and a decimal comma: "1.117,46 €".
_DECIMAL_COMMA = re.compile(r"\d{1,3}(?:\.\d{3})+,\d{1,2}(?!\d)")


def _has_decimal_comma(text: str) -> bool:
    """Return whether a text is an amount with a decimal comma, which no single cell shows."""
    may_be = _DECIMAL_COMMA.search(text) is not None
    return may_be and parse_number(text, ",", is_count=False).value is not None


@dataclass(frozen=True, eq=False)
class ColumnProfile:
    """Shares of the filled cells of a column that are of a kind, from a sample of its distinct cells.

    Attributes
    ----------
    cells : sequence of object
        Distinct cells.
    is_repeated : bool
        Whether a cell occurs twice.
    rows : int
        Number of filled cells; 0 if not known.
    """

    cells: Sequence[object]
    is_repeated: bool = False
    rows: int = 0

    @cached_property
    def texts(self) -> list[str]:
        """Texts of the filled cells."""
        return [text for cell in self.cells if (text := cell_text(cell))]

    def _share(self, flags: Iterable[bool]) -> float:
        return sum(flags) / len(self.texts) if self.texts else 0.0

    @cached_property
    def dates(self) -> float:
        """Share of dates."""
        return self._share(
            isinstance(c, date) or (isinstance(c, str) and parse_day(c) is not None) for c in self.cells
        )

    @cached_property
    def months(self) -> float:
        """Share of months in words, or with a year ("2026-03"); 0 below one repeated month."""
        if len(self.texts) < MIN_MONTHS:
            return 0.0
        return self._share(
            (re.search(r"[^\W\d_]", text) is not None or _YEAR_AND_MONTH.fullmatch(text) is not None)
            and parse_day(text) is None
            and parse_month(text) is not None
            for text in self.texts
        )

    @cached_property
    def times(self) -> float:
        """Share of times of day."""
        return self._share(
            isinstance(c, time) or (isinstance(c, str) and parse_time(c) is not None) for c in self.cells
        )

    @cached_property
    def numbers(self) -> float:
        """Share of numbers, money included."""
        return self._share(
            isinstance(c, float)
            or (isinstance(c, str) and any(parse_number(c, is_count=n).value is not None for n in kinds))
            or (isinstance(c, str) and _has_decimal_comma(c))
            for c in self.cells
            for kinds in [(False,) if isinstance(c, str) and find_currency(c) else (True, False)]
        )

    @cached_property
    def counts(self) -> float:
        """Share of whole numbers that may count people, estimates in words and "18/25" included."""
        if split_present(self.texts):
            return 1.0
        return self._share(
            value is not None and value == int(value) and 0 <= value <= MAX_COUNT and not find_currency(text)
            for text in self.texts
            for value in [parse_number(text).value]
        )

    @cached_property
    def names(self) -> float:
        """Share of short texts without digits, which are no lists: "Joan, Pat, Derek"."""
        return self._share(
            len(text) <= MAX_NAME_LETTERS
            and not _SEVERAL_NAMES.fullmatch(text)
            and 0 < len(text.split()) <= MAX_NAME_WORDS
            and not re.search(r"\d", text)
            and len(re.findall(r"[^\W\d_]", text)) >= 3
            for text in self.texts
        )

    @cached_property
    def programs(self) -> float:
        """Share of texts with a word of programs, which are no names of people: "Poetry workshop"."""
        words = set(word_list("sheet_words", "programs"))
        return self._share(
            not words.isdisjoint(re.findall(r"[^\W\d_]+", normalize_heading(text))) for text in self.texts
        )

    @cached_property
    def words(self) -> float:
        """Share of texts with a word, dates and numbers with a unit excluded."""
        return self._share(
            len(re.findall(r"[^\W\d_]", text)) >= 3
            and parse_day(text) is None
            and parse_number(text).value is None
            for text in self.texts
        )

    @cached_property
    def places(self) -> float:
        """Share of texts with a word that are as short as the name of a place; the others are remarks."""
        short = self._share(len(text.split()) <= MAX_NAME_WORDS for text in self.texts)
        return min(self.words, short)

    @cached_property
    def called_off(self) -> float:
        """1 if a remark says that no session was held, such as "did not push through"; 0 for days.

        "Holiday" says so only on its own: "Holiday crafts" is a session.
        """
        remarks = [normalize_heading(text) for text in self.texts if parse_number(text).value is None]
        if 2 * self.dates >= 1:
            return 0.0  # "postponed" in place of a day does not make a column of days remarks
        begins = _called_off_beginnings()
        return float(
            any(
                remark.startswith(begins) and not any(_is_title(remark, name) for name in _days_off())
                for remark in remarks
            )
        )

    @cached_property
    def is_serial(self) -> bool:
        """Whether the cells are 1, 2, 3 and so on: numbers of rows."""
        numbers = [parse_number(text).value for text in self.texts]
        return (
            not self.is_repeated
            and len(numbers) > 1
            and numbers == [float(n) for n in range(1, len(numbers) + 1)]
        )

    @cached_property
    def repeated_codes(self) -> float:
        """Share of texts of letters and digits, such as A2093DK; 0 if none of them occurs twice."""
        if not self.is_repeated:
            return 0.0
        return self._share(
            re.fullmatch(r"(?=.*[^\W\d_])(?=.*\d)\w{4,12}", text) is not None for text in self.texts
        )

    @cached_property
    def is_serial_code(self) -> bool:
        """Whether the cells are A1, A2, A3 and so on: numbers of rows, not of people."""
        matches = [_CODE.fullmatch(text) for text in self.texts]
        numbers = [int(match[2]) for match in matches if match]
        prefixes = {match[1] for match in matches if match}
        return (
            not self.is_repeated
            and len(numbers) == len(matches) > 1
            and len(prefixes) == 1
            and all(high == low + 1 for low, high in pairwise(numbers))
        )

    @cached_property
    def has_several(self) -> bool:
        """Whether a number is above 1: 0 and 1 alone are marks."""
        return bool(split_present(self.texts)) or any(
            (parse_number(text).value or 0) > 1 for text in self.texts
        )


@cache
def _called_off_beginnings() -> tuple[str, ...]:
    words = (*word_list("no_session"), *word_list("cancelled_in_title"), *word_list("postponed_in_title"))
    return tuple(map(normalize_heading, words))


def _is_title(remark: str, day_off: str) -> bool:
    """Return whether a word follows the name of a day off: "holiday crafts", but not "holiday - no class"."""
    return remark.startswith(f"{day_off} ") and remark[len(day_off) + 1].isalpha()


@cache
def _days_off() -> frozenset[str]:
    days = set(map(normalize_heading, word_list("no_session", "breaks"))) - {"closed"}
    return frozenset(days & {*_called_off_beginnings()})


def profile_column(heading: Heading, cells: SheetCells, header: int) -> ColumnProfile:
    """Return the profile of the column below a heading, from a sample of its distinct cells.

    The heading again, on another page or above the next month, is no cell of the column, and neither are the
    marks of a legend below the table.
    """
    column = cells.columns[heading.column - cells.first_column]
    often = np.bincount(column.codes[header + 1 : find_legend(cells, header)], minlength=len(column.cells))
    codes = np.flatnonzero(often)[: MAX_SAMPLED_CELLS + 1]
    sampled = zip(codes.tolist(), often[codes].tolist(), strict=True)
    typed = [(column.cells[code], n) for code, n in sampled if not _is_blank_or_total(column.cells[code])]
    filled = [(cell, n) for cell, n in typed if cell_text(cell) != heading.text]
    numbers = [n for _, n in filled]
    return ColumnProfile([cell for cell, _ in filled], any(n > 1 for n in numbers), sum(numbers))


def find_legend(cells: SheetCells, header: int) -> int:
    """Return the row below the table that only says "Legend", or the first of the long remarks at the end.

    The height of the sheet if there is none.
    """
    if "legend" not in cells.memo:
        labels = set(word_list("legend_labels"))
        flags = [np.array([(text or "").rstrip(": ") in labels for text in c.folded]) for c in cells.columns]
        named = np.zeros(cells.height, dtype=bool)
        for column, is_label in zip(cells.columns, flags, strict=True):
            if is_label.any():
                named |= is_label[column.codes]
        after_blank = np.concatenate([[False], ~cells.filled[:-1]])
        found = np.flatnonzero(named & (cells.filled_counts == 1) & after_blank).tolist()
        cells.memo["legend"] = sorted([*found, *_find_closing_remark(cells)])
    return next((row for row in cells.memo["legend"] if row > header), cells.height)


def _find_closing_remark(cells: SheetCells) -> list[int]:
    """Return the first row after a blank one below all rows of several cells, if it only has a long text."""
    several = np.flatnonzero(cells.filled_counts > 1)
    last = int(several[-1]) if len(several) else cells.height
    row = next((row for row in range(last + 1, cells.height) if cells.filled[row]), cells.height)
    if row >= cells.height or row == last + 1:
        return []
    text = next(cell_text(cell) for cell in cells.rows[row] if cell is not None)
    return [row] if len(text) >= MIN_REMARK else []


def _is_blank_or_total(cell: object) -> bool:
    """Return whether a cell says nothing about its column: it is blank, or calls its row a total."""
    return cell is None or (isinstance(cell, str) and normalize_heading(cell) in word_list("totals"))


def count_texts(heading: Heading, cells: SheetCells, header: int) -> Counter[str]:
    """Count the texts of the filled cells below a heading, normalized as marks."""
    column = cells.columns[heading.column - cells.first_column]
    counts: Counter[str] = Counter()
    for code, times in enumerate(np.bincount(column.codes[header + 1 :]).tolist()):
        counts[normalize_mark(cell_text(column.cells[code]))] += times
    del counts[""]
    return +counts


def holds_marks(heading: Heading, cells: SheetCells, header: int, most: float = MOST) -> bool:
    """Return whether most filled cells below a heading are marks: 1, 0, P, a tick or "Absent"."""
    counts = count_texts(heading, cells, header)
    known = sum(times for text, times in counts.items() if is_mark(text))
    return known >= most * counts.total() > 0
