"""The people of a register whose headings do not name them: "Readers", "Last" and "First", "Prison no."."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.tables.column_profiles import ColumnProfile, profile_column
from libcollab_metrics.ingest.tables.counted_people import find_words, is_open
from libcollab_metrics.ingest.tables.heading import Heading, read_heading
from libcollab_metrics.ingest.tables.status_column import say_who_came
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.lexicon import HeadingEntry, word_list
from libcollab_metrics.ingest.values.marks import is_mark, normalize_mark
from libcollab_metrics.model.names import normalize_heading

if TYPE_CHECKING:
    from libcollab_metrics.ingest.files.cells import SheetCells

#: Fewest days of a register, most days that are looked at, and share of the filled cells that are marks.
MIN_DAYS, MAX_DAYS, MOST_MARKS = 3, 64, 0.5
#: Share of names or numbers in a column of people, and first columns that it may be in.
MOST_PEOPLE, MAX_PLACE = 0.8, 4
#: Share of names below "Last" and "First": a note may be below them, and names may have two letters.
MOST_NAMES = 0.6
#: Text of the heading that a column of names gets if it has none.
UNHEADED = "Name"
PERSON = HeadingEntry("person", "participation.person_key", False)
FIRST_NAME = HeadingEntry("first_name", "participation.first_name", False)
LAST_NAME = HeadingEntry("last_name", "participation.last_name", False)
_NUMBER = re.compile(r"(?=.*\d\d)[\w./-]{3,20}")
_INITIALS, _CODE = re.compile(r"(?:[^\W\d_]\.?[ -]?){2,4}"), re.compile(r"[^\W\d_]{1,12}[ .#-]{0,2}\d{1,4}")


def infer_register_people(
    headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile], cells: SheetCells, header: int
) -> Sequence[Heading]:
    """Return the headings with the people of a register, if no heading is known as that of people.

    Days with marks are across the top. The people have a first and a last name, or one of the first columns
    has a name or a number of its own in each row and a heading that speaks of people or of their numbers. A
    first column of names may have no heading. Or each row has a day, the number of a person, and a mark.
    """
    if any(heading.role in ("person", "first_name", "last_name") for heading in headings):
        return headings
    days = [heading for heading in headings if heading.day is not None][:MAX_DAYS]
    marked = [day for day in days if _holds_marks(day, cells, header)]
    if not days:
        return _infer_numbers_by_day(headings, profiles, cells, header)
    if len(days) < MIN_DAYS or 2 * len(marked) < len(days):
        return headings
    first = [h for h in headings[:MAX_PLACE] if is_open(h) and h.column in profiles]
    once = {h.column for h in first if _are_different(h, cells, header)}
    entries = _find_two_names(first, profiles) or _find_people(first, profiles, once)
    if not entries and not headings[0].text and _holds_names(headings[0], cells, header):
        return [read_heading(UNHEADED, headings[0].column), *headings[1:]]
    return [
        replace(h, entry=entries[h.column], is_inferred=True) if h.column in entries else h for h in headings
    ]


def _infer_numbers_by_day(
    headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile], cells: SheetCells, header: int
) -> Sequence[Heading]:
    """Return the headings with the names or numbers of people as the people, where rows have a day and more.

    More is a mark, the times at which somebody came and left, a heading such as "Who came" above names, or
    whether a person came in or went out.
    """
    numbered = [
        heading
        for heading in headings[:MAX_PLACE]
        if is_open(heading) and heading.column in profiles
        if _names_number(heading) or _names_code(heading)
        if _are_numbers(profiles[heading.column], accept_short=True) and profiles[heading.column].is_repeated
    ]
    is_log = any(is_scan_column(profile.texts) for profile in profiles.values())
    dated = [heading for heading in headings if heading.role == "date"] or [
        h
        for h in headings
        if (is_open(h) or is_log) and h.column in profiles and profiles[h.column].dates >= MOST_PEOPLE
    ]
    names = word_list("check_ins", "names") if is_log else ()
    came = [h for h in headings if is_open(h) and normalize_heading(h.text) in names] or [
        h for h in headings[:MAX_PLACE] if is_open(h) and _says_who_came(h, profiles)
    ]
    if len(dated) == 1 and len(came) == 1:
        return [replace(h, entry=PERSON, is_inferred=True) if h is came[0] else h for h in headings]
    if len(dated) != 1 or len(numbered) != 1:
        return headings
    marked = [
        heading
        for heading in headings
        if heading.column in profiles
        and set(find_words(heading)) & set(word_list("register_people", "marks"))
        if len(profiles[heading.column].texts) > 1
        and (_holds_marks(heading, cells, header) or say_who_came(profiles[heading.column].texts))
    ]
    timed = [h for h in headings if h.column in profiles and profiles[h.column].times >= MOST_PEOPLE]
    if len(marked) != 1 and len(timed) != len(("in", "out")):
        return headings
    return [replace(h, entry=PERSON, is_inferred=True) if h is numbered[0] else h for h in headings]


def is_scan_column(texts: Iterable[str]) -> bool:
    """Return whether the cells of a column say in or out, and both occur.

    Examples
    --------
    >>> is_scan_column(["IN", "OUT"]), is_scan_column(["IN"]), is_scan_column(["IN", "OUT", "Ana"])
    (True, False, False)
    """
    known, folded = set(word_list("scans")), set[str]()
    for text in filter(None, texts):
        folded.add(normalize_heading(text))
        if not folded <= known:
            return False  # a column may have thousands of other texts
    out = folded & set(word_list("scans", "out"))
    return bool(out) and folded != out


def _says_who_came(heading: Heading, profiles: Mapping[int, ColumnProfile]) -> bool:
    """Return whether names are below a heading such as "Who came", "Kids who attended" or "Quién vino"."""
    profile, words = profiles.get(heading.column), find_words(heading)
    who, came, around = (set(word_list("register_people", key)) for key in ("who", "came", "around_who"))
    says_so = set(words) <= who | came | around and bool(set(words) & came) and bool(set(words) & who)
    return says_so and profile is not None and profile.names >= MOST_PEOPLE


def _holds_names(heading: Heading, cells: SheetCells, header: int) -> bool:
    """Return whether different names, or initials, are below a heading."""
    profile = profile_column(heading, cells, header)
    holds_people = profile.names >= MOST_NAMES or _are_initials(profile)
    return holds_people and _are_different(heading, cells, header)


def _holds_marks(day: Heading, cells: SheetCells, header: int) -> bool:
    column = cells.columns[day.column - cells.first_column]
    often = np.bincount(column.codes[header + 1 :], minlength=len(column.cells)).tolist()
    texts = [
        (normalize_mark(cell_text(cell)), times) for cell, times in zip(column.cells, often, strict=True)
    ]
    filled = sum(times for text, times in texts if text)
    return sum(times for text, times in texts if text and is_mark(text)) >= MOST_MARKS * filled > 0


def _find_two_names(
    first: Sequence[Heading], profiles: Mapping[int, ColumnProfile]
) -> dict[int, HeadingEntry]:
    """Return the columns headed "Last" and "First", if both hold names; empty otherwise."""
    named = [h for h in first if profiles[h.column].names >= MOST_NAMES]
    last, own = (
        [h.column for h in named if normalize_heading(h.text) in word_list("register_people", key)]
        for key in ("last", "first")
    )
    return {last[0]: LAST_NAME, own[0]: FIRST_NAME} if len(last) == len(own) == 1 else {}


def _are_different(heading: Heading, cells: SheetCells, header: int) -> bool:
    """Return whether the cells below a heading differ up to the first blank row, where a block ends."""
    blank = np.flatnonzero(~cells.filled[header + 1 :])
    end = header + 1 + int(blank[0]) if len(blank) else cells.height
    codes = cells.columns[heading.column - cells.first_column].codes[header + 1 : end]
    codes = codes[codes > 0]
    return len(np.unique(codes)) == len(codes)


def _find_people(
    first: Sequence[Heading], profiles: Mapping[int, ColumnProfile], once: Collection[int]
) -> dict[int, HeadingEntry]:
    """Return the only column of names under a word for people, else the one of their numbers or codes.

    Each name is in the column once; `once` holds the numbers of such columns.
    """
    words = {*word_list("users"), *word_list("register_people", "people")}
    people = [h for h in first if set(find_words(h)) & words]
    named = [h.column for h in people if profiles[h.column].names >= MOST_PEOPLE and h.column in once]
    others = [h for h in first if h.column in once and (h in people or _names_number(h) or _names_code(h))]
    chosen = named or [
        h.column
        for h in others
        if _are_numbers(profiles[h.column]) or (h in people and _are_initials(profiles[h.column]))
    ]
    return {chosen[0]: PERSON} if len(chosen) == 1 else {}


def _names_number(heading: Heading) -> bool:
    words = set(find_words(heading))
    return bool(words & set(word_list("register_people", "numbered"))) and bool(
        words & set(word_list("register_people", "numbers"))
    )


def _names_code(heading: Heading) -> bool:
    """Return whether a heading names a code of people, not of books, groups or programs."""
    words = set(find_words(heading))
    return bool(words & set(word_list("person_codes"))) and not words & set(word_list("person_ids", "shared"))


def _are_initials(profile: ColumnProfile) -> bool:
    """Return whether initials or short codes identify people: "A.B.", "CD", "Child 3", "L7"."""
    initials = [text for text in profile.texts if _INITIALS.fullmatch(text) or _CODE.fullmatch(text)]
    return len(initials) >= MOST_PEOPLE * len(profile.texts) > 0


def _are_numbers(profile: ColumnProfile, *, accept_short: bool = False) -> bool:
    numbers = [t for t in profile.texts if _NUMBER.fullmatch(t) or (accept_short and t.isdecimal())]
    return len(numbers) >= MOST_PEOPLE * len(profile.texts) > 0
