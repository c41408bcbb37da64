"""A heading cell: what it says, what it is known as, and the day, month or number it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from libcollab_metrics.ingest.values.columns import as_text
from libcollab_metrics.ingest.values.dates import Day, read_day, read_month
from libcollab_metrics.ingest.values.lexicon import Entry, headings, word_list, words
from libcollab_metrics.model.names import plain, tidy

if TYPE_CHECKING:
    from libcollab_metrics.ingest.files.cells import SheetCells

#: How alike two headings must be to be proposed; a near match is never used unseen.
NEAR = 0.84
_SESSION_NO = re.compile(r"^(session|sesion|dia|week|wk|sesyon|day|meeting)\s*#?\s*\d+$")
_NOTE = re.compile(r"\s*\([^)]*\)$")


@dataclass(frozen=True)
class Heading:
    """A heading as typed, its Excel column, and what it is known as.

    `over` is the heading that stands above it and spans it ("In-House" over "Attendance"); `text` then holds both.
    `by_hand` is True where the librarian said what it is. `day` is the day it names, `month` the (year or None, month),
    `number` a whole number from 1 to 31.
    """

    text: str
    column: int
    entry: Entry | None = None
    day: Day | None = None
    month: tuple[int | None, int] | None = None
    number: int | None = None
    over: str = ""
    by_hand: bool = False

    @property
    def role(self) -> str:
        """The role it plays without being asked, or nothing."""
        return self.entry.role if self.entry and not self.entry.weak else ""

    def under(self, layout: str) -> Entry | None:
        """What it is known as in one layout."""
        if self.by_hand:
            return self.entry
        texts = (self.text, self.own, self.over) if self.over else (self.text,)
        return next((entry for text in texts if (entry := _entry(text, layout))), None)

    @property
    def own(self) -> str:
        """Its own words, without those that stand above it."""
        return self.text.removeprefix(self.over).strip()


def read_heading(cell: object, column: int) -> Heading:
    """Look a heading cell up among the known ones."""
    text = as_text(cell)
    day = Day(cell.year, cell.month, cell.day) if isinstance(cell, date) else read_day(text)
    month = (cell.year, cell.month) if isinstance(cell, date) and cell.day == 1 else _month(text)
    number = int(text) if re.fullmatch(r"0?[1-9]|[12]\d|3[01]", text) else None
    return Heading(text, column, _entry(text), day, month, number)


def join_headings(over: Heading, under: Heading) -> Heading:
    """Return two headings that stand above each other as one, read top to bottom."""
    if not over.text or not under.text or over.text == under.text:
        return over if over.text else under
    text = f"{over.text} {under.text}"
    entry = _entry(text) or under.entry or over.entry
    in_month = Day(*over.month, under.number) if over.month and under.number else None
    return replace(
        under,
        text=text,
        over=over.text,
        entry=entry,
        day=in_month or over.day or under.day,
        month=over.month or under.month,
        number=over.number or under.number,
    )


def near_heading(heading: Heading, layout: str) -> str:
    """Return the known heading this one looks like, to be proposed and never used unseen; else nothing."""
    folded = plain(heading.text)
    if heading.day is not None or len(folded) <= 3:
        return ""
    close = get_close_matches(folded, headings(layout), n=1, cutoff=NEAR)
    return close[0] if close else ""


def _month(text: str) -> tuple[int | None, int] | None:
    """A month in words or with its year; a bare number is no month."""
    return None if text.isdigit() else read_month(text)


@lru_cache(maxsize=8192)  # the same few headings are looked up for every layout and every part of a sheet
def _entry(text: str, layout: str = "") -> Entry | None:
    known, folded = headings(layout), plain(text)
    found = known.get(folded) or known.get(_NOTE.sub("", folded)) or _part(folded, known)
    if found is None and _SESSION_NO.match(folded):
        return known["session #"]
    return found


def _part(folded: str, known: Mapping[str, Entry]) -> Entry | None:
    """A part of a head count between words that only say that it is counted: "# kids", "in-person attendance"."""
    bare = f" {folded.replace('-', ' ')} "
    for word in word_list("counted"):
        bare = f" {bare.removeprefix(f' {word} ').removesuffix(f' {word} ').strip()} "
    entry = known.get(bare.strip())
    return entry if entry is not None and entry.role == "part" else None


# Months, quarters and years across the top of a table.

_QUARTER = re.compile(
    r"^(?:q|quarter |trimestre )([1-4])\b|^([1-4])(?:st|nd|rd|th)? (?:quarter|qtr|trimestre)\b|\bq([1-4])$"
)
_TOTAL = re.compile(
    r"^(?:fy ?|total ?|year ?)?(?:19|20)\d\d(?:[-/]\d{2,4})?(?: total)?$|^(?:grand |annual |year )?total$|^ytd$"
)


def month_named(heading: Heading) -> tuple[int | None, int] | None:
    """The month of a heading: "2026-01", "Jan", "Jan-26"."""
    if heading.month is not None:
        return heading.month
    day = heading.day
    return (day.year, day.month) if day is not None and day.day == 1 and day.year else None


def two_digit_year(headings: Sequence[Heading]) -> dict[int, int]:
    """Years of headings such as Jan-26, Feb-26: a number that stays while the month grows is a year."""
    found = {}
    for heading in headings:
        match = re.fullmatch(r"[^\W\d_]+[ .'’/-]+(\d{2})", plain(heading.text))
        if match:
            found[heading.column] = 2000 + int(match.group(1))
    return found if len(found) == len(headings) else {}


def is_coarser(heading: Heading) -> bool:
    """True for a quarter, a year or a total beside the months."""
    text = plain(heading.text)
    return _QUARTER.search(text) is not None or _TOTAL.search(text) is not None


def months_summed(text: str) -> range | None:
    """The calendar months that a quarter or a year sums up; None for any other text."""
    folded = plain(text)
    if found := _QUARTER.search(folded):
        first = 3 * int(next(part for part in found.groups() if part)) - 2
        return range(first, first + 3)
    return range(1, 13) if _TOTAL.search(folded) else None


# What a heading says of a test: when it was taken, what it measured, and the highest possible score.

_BEST = re.compile(
    r"\(?\s*(?:(?<![^\W\d_])(?:out of|of|over|max(?:imum)?\.?|sobre|de|sa)\s*:?|/)"
    r"\s*(\d+)\s*(?:items?|points?|pts|puntos)?\s*\)?$"
    r"|\(\s*(\d+)\s*(?:items?|points?|pts|puntos|aytem)?\s*\)$|[-–,]?\s*(\d+)\s*(?:items|points|pts|puntos|aytem)$",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\(?%\)?|\bpercent(age)?\b|\bporcentaje\b", re.IGNORECASE)


#: Measures known by name, so that a heading without before or after is one of scores all the same.
NAMED = ("philiri_word", "philiri_comprehension", "philiri_level", "wpm")
#: A heading has at most so many words, and so many letters.
LONGEST, MOST_LETTERS = 7, 200


@dataclass(frozen=True)
class Score:
    """A column of scores: `phase` is before, after or nothing; `measure` as written, "" where only the phase is."""

    phase: str
    measure: str
    best: float | None = None


def score_of(text: str) -> Score:
    """Read a heading as one of scores.

    Examples
    --------
    >>> score_of("Pre-test (of 20)"), score_of("Word Reading Post")
    (Score(phase='before', measure='', best=20.0), Score(phase='after', measure='philiri_word', best=None))
    >>> score_of("After reading score /50")
    Score(phase='after', measure='reading', best=50.0)
    """
    rest = tidy(text)
    best: float | None = None
    found = _BEST.search(rest) if len(rest) <= MOST_LETTERS else None
    if found:
        best = float(next(number for number in found.groups() if number))
        rest = rest[: found.start()]
    if _PERCENT.search(rest):
        best, rest = best or 100.0, _PERCENT.sub(" ", rest)
    phase, rest = _phase(rest)
    return Score(phase, _measure(rest), best)


def names_a_test(text: str) -> bool:
    """True for a text as short as a heading that says before or after, or names a measure of reading."""
    if not text or len(text) > MOST_LETTERS or len(text.split()) > LONGEST:
        return False
    score = score_of(text)
    return bool(score.phase) or score.measure in NAMED


def phase_in(texts: Iterable[str]) -> str:
    """The phase that texts outside the table name ("Phil-IRI Pre-test Results"); nothing where it is none or both."""
    named = {phase for text in texts if (phase := _phase(tidy(text))[0])}
    return named.pop() if len(named) == 1 else ""


def sheet_phase(cells: SheetCells, top: int) -> str:
    """The phase a whole sheet is of, by its name and its title rows."""
    above = [as_text(cell) for row in cells.rows[: max(top, 0)] for cell in row if isinstance(cell, str)]
    return phase_in([cells.name, *above])


def names_phil_iri(found: Sequence[Heading]) -> bool:
    """True when headings are those of the Phil-IRI: its comprehension is measured beside word reading or a level."""
    measures = {score_of(heading.text).measure for heading in found}
    return bool(measures & {"philiri_word", "philiri_level"}) or any("phil" in plain(h.text) for h in found)


def _phase(text: str) -> tuple[str, str]:
    """The phase named in a text, and the text without its words."""
    folded = plain(text)
    found = _phases().search(folded)
    if found is None:
        return "", text
    return words("score_phase")[found[0]], f"{folded[: found.start()]} {folded[found.end() :]}"


@cache
def _phases() -> re.Pattern[str]:
    """Every word of a phase, the longest first; "Post" is no part of "Postal"."""
    listed = sorted(words("score_phase"), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed))})(?!\w)")


def _measure(text: str) -> str:
    folded = plain(re.sub(r"[()\[\]:]", " ", text))
    known = words("measure")
    if folded in known:
        return known[folded]
    filler = set(word_list("score_filler"))
    kept = " ".join(word for word in re.sub(r"\s[-–—/]\s|^[-–—/]|[-–—/]$", " ", folded).split() if word not in filler)
    return known.get(kept, kept)


def with_measure(score: Score, texts: set[str], phil_iri: bool) -> Score:
    """Return the score with the measure its cells show: words of reading levels are the level."""
    if is_levels(texts):
        return replace(score, measure="philiri_level", best=None)
    if score.measure == "philiri_comprehension" and not phil_iri:
        return replace(score, measure="comprehension")
    return score


def is_levels(texts: set[str]) -> bool:
    """True for a column in which most words are levels of the Phil-IRI."""
    filled = {plain(text) for text in texts if text} - set(word_list("not_tested"))
    known = {text for text in filled if text in words("reading_level")}
    return bool(known) and 2 * len(known) >= len(filled)
