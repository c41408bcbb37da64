"""A heading cell: what it says, what it is known as, and the day, month or number it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from libcollab_metrics.ingest.columns import as_text
from libcollab_metrics.ingest.days import Day, read_day, read_month
from libcollab_metrics.ingest.lexicon import Entry, headings, word_list
from libcollab_metrics.model.names import plain

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
