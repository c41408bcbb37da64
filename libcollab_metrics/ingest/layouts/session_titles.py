"""Cancellation words and partner marks in session titles, head counts and remarks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.values.columns import Column, Context, Said, as_text, status_of, tell
from libcollab_metrics.ingest.values.lexicon import word_list, words
from libcollab_metrics.ingest.values.numbers import read_number
from libcollab_metrics.ingest.values.table import Values, first_known
from libcollab_metrics.model.names import plain, tidy
from libcollab_metrics.model.readings import Question


def read_titles(
    column: Column | None, fallback: str, context: Context, length: int, counted: Sequence[Column] = ()
) -> tuple[Values, Values]:
    """Parse each row's program, and the status in its title ("CANCELLED - Story hour").

    A title that merely begins with such a word ("Cancelled culture: a debate") is a held session if people
    were counted at it.
    """
    if column is None:
        return Values.all(fallback or None, length), Values.all(None, length)
    titles, statuses, said = [], [], []
    loose = {code for code, cell in enumerate(column.distinct) if _begins_loosely(as_text(cell))}
    held = loose & _with_people(column, counted) if loose else loose
    for code, cell in enumerate(column.distinct):
        typed = as_text(cell)
        title, word = (typed, "") if code in held else strip_status(typed)
        status = status_of(word, context)
        titles.append(title or fallback or None)
        statuses.append(status or None)
        said.append(("cancelled-by-title", f'"{typed}" read as "{title}", {status}') if status else None)
    tell(column, context, said)
    return Values(column.codes, titles), Values(column.codes, statuses)


def _with_people(column: Column, counted: Sequence[Column]) -> set[int]:
    """Return the codes of the titles with a head count above 0."""
    found: set[int] = set()
    for numbers in counted:
        some = [(read_number(as_text(cell)).value or 0) > 0 for cell in numbers.distinct]
        found |= set(column.codes[np.array(some, dtype=bool)[numbers.codes]].tolist())
    return found


def read_called_off(columns: list[Column], context: Context, length: int) -> Values:
    """Return the status of each row whose head count is a word for cancelled or postponed."""
    found = []
    for column in columns:
        off = [_count_status(cell) for cell in column.distinct]
        statuses = [status_of(word, context) or None for word in off]
        said: list[Said] = [
            ("cancelled-by-title", f"a word that calls it off stands where a number should; read as {status}")
            if word
            else None
            for word, status in zip(off, statuses, strict=True)
        ]
        tell(_without_reasons(column), context, said)
        found.append(Values(column.codes, statuses))
    return first_known(found, length)


def without_called_off(columns: Sequence[Column]) -> list[Column]:
    """Remove the words for cancelled from head count columns: they are read as the status."""
    return [
        replace(column, distinct=[None if _count_status(cell) else cell for cell in column.distinct])
        for column in columns
    ]


def _count_status(cell: object) -> str:
    """Parse a head count cell as "cancelled", "postponed" or ""."""
    if not isinstance(cell, str) or plain(cell) == "no":
        return ""
    known = words("held").get(plain(cell), "")
    return known if known in ("cancelled", "postponed") else _remark_status(tidy(cell))


def _without_reasons(column: Column) -> Column:
    """Mask cells with more than the plain word: the reason ("CANCELLED - …") may contain a name."""
    return replace(
        column, distinct=[cell if plain(as_text(cell)) in words("held") else None for cell in column.distinct]
    )


def strip_status(title: str) -> tuple[str, str]:
    """Split a title into its text and its status: "cancelled", "postponed" or "".

    Examples
    --------
    >>> strip_status("CANCELLED - Story hour"), strip_status("Story hour (postponed)")
    (('Story hour', 'cancelled'), ('Story hour', 'postponed'))
    """
    if not _mentioned().search(title) or _denied().search(title):
        return title, ""
    for listed, status in (
        (word_list("cancelled_in_title"), "cancelled"),
        (word_list("postponed_in_title"), "postponed"),
    ):
        for word in listed:
            edge = rf"^\s*[\[(*]*\s*{word}\b\s*[\])*]*\s*[-–—:!*]*\s*|\s*[-–—:(\[]+\s*{word}\b\s*[\])]?\s*$"
            bare, changed = re.subn(edge, "", title, flags=re.IGNORECASE)
            if changed:
                return ("" if _REASON.match(bare) else bare.strip()), status
            if inside := _inside(title, word):
                return title[: inside.start()].strip(" -–—:([,"), status
    return title, ""


def _inside(title: str, word: str) -> re.Match[str] | None:
    """Find the word inside a title if a reason, mark or verb, or its own capitals, set it apart.

    "How to get a cancelled stamp" does not match: there the word is the topic of the session.
    """
    ends = rf"(?=\s*(?:$|[\[\]()!*.,:;–—-]|(?:{_reasons()})\b)).*$"
    found = re.search(rf"[\s–—:;,(\[-]+{word}\b{ends}|\s+(was|is|has been|fue)\s+{word}\b.*$", title, re.IGNORECASE)
    if found is None and not title.isupper():
        found = re.search(rf"\s+[\[(]?{word.upper()}\b.*$", title)
    return found


@cache
def _reasons() -> str:
    return "|".join(re.escape(word) for word in word_list("called_off_because"))


@cache
def _called_off() -> str:
    return "|".join((*word_list("cancelled_in_title"), *word_list("postponed_in_title")))


@cache
def _mentioned() -> re.Pattern[str]:
    """Match any cancellation word; used to skip most titles quickly."""
    return re.compile(_called_off(), re.IGNORECASE)


@cache
def _denied() -> re.Pattern[str]:
    """Match a negation such as "Not cancelled - Story hour"."""
    not_so = "|".join(re.escape(word) for word in word_list("not_called_off"))
    return re.compile(rf"\b(?:{not_so})\s+(?:{_called_off()})\b", re.IGNORECASE)


def _begins_loosely(title: str) -> bool:
    """Return True if a title starts with the word and neither a mark nor capitals set it apart."""
    found = re.match(rf"\s*({_called_off()})\s+(?=\w)", title, re.IGNORECASE)
    if found is None or _REASON.match(title[found.end() :]):
        return False
    return title.isupper() or not found.group(1).isupper()


_REASON = re.compile(rf"^\s*(?:{_reasons()})\b", re.IGNORECASE)


def read_remarks(column: Column | None, counts: Values, context: Context, length: int) -> Values:
    """Return the status of rows without a number whose remark begins with a cancellation word."""
    if column is None:
        return Values.all(None, length)
    begins = [_remark_status(as_text(cell)) for cell in column.distinct]
    off = np.array([bool(status) for status in begins])[column.codes] & ~counts.where(
        lambda read: read.value is not None
    )
    statuses: list[str | None] = [None] * (len(begins) + 1)
    for code in np.unique(column.codes[off]).tolist():
        statuses[code] = status_of(begins[code], context)
    found = Values(np.where(off, column.codes, len(begins)), statuses)
    rows = np.flatnonzero(off)
    if len(rows):
        said = [f"no number, and the remark begins with a word that calls it off: read as {s}" for s in found if s]
        context.log.add_rows("cancelled-by-title", column.rows[rows], column.number, heading=column.heading,
                             message=said[0], told=said.__getitem__)  # fmt: skip
    return found


def _remark_status(remark: str) -> str:
    for group, status in (
        ("cancelled_in_title", "cancelled"),
        ("postponed_in_title", "postponed"),
        ("no_session", "cancelled"),
    ):
        if _begins_with(group).match(remark):
            return status
    return ""


@cache
def _begins_with(group: str) -> re.Pattern[str]:
    listed = "|".join(word_list(group))
    return re.compile(rf"^[\s(\[*]*(?:{listed})\b\s*(?:$|[\[\]()!*.,:;–—-]|(?:{_reasons()})\b)", re.IGNORECASE)


def tell_counts_called_off(columns: list[Column], statuses: Values, counts: Values, context: Context) -> None:
    """Report people counted at cancelled sessions: they are excluded from all figures."""
    off = statuses.where(lambda status: status == "cancelled") & counts.where(lambda read: bool(read.value))
    if columns and off.any():
        column, first = columns[0], counts[int(np.flatnonzero(off)[0])]
        context.log.add_rows(
            "count-of-cancelled", column.rows[off], column.number, heading=column.heading,
            value=f"{first.value:.15g}", message="not counted: the session is said to be cancelled",
        )  # fmt: skip


# A partner written as a mark: an asterisk behind a title, or alone in the partners' column.

_BEHIND = re.compile(r"\s*(\*{1,3}|†|‡)\s*$")
_ALONE = re.compile(r"^\s*(\*{1,3}|†|‡|#)\s*$")
_LEGEND = re.compile(
    r"^\s*(\*{1,3}|†|‡|#)\s*(?:[=:–—-]|means)?\s*(?:(?:done |held )?(?:in partnership with|together with|with|by)|"
    r"partner(?:ed)?(?: with)?|co-?sponsored by)?\s*[:=]?\s*(\w.+)$",
    re.IGNORECASE,
)

#: Describes what one person did, not which organization the mark means; the person's name is not stored.
_HELPER = re.compile(
    r"(?:assisted|helped|led|facilitated|conducted|taught|read) by\b|tinulungan n|ayudad[oa] por\b"
    r"|(?:dirigid|impartid)[oa] por\b|a cargo de\b",
    re.IGNORECASE,
)


def strip_marks(titles: Values) -> tuple[Values, Values]:
    """Split titles from a trailing mark; the mark is None where there is none.

    Examples
    --------
    >>> bare, marks = strip_marks(Values.of(["Story hour *", "Craft"]))
    >>> list(bare), list(marks)
    (['Story hour', 'Craft'], ['*', None])
    """
    found = [_BEHIND.search(title) if title else None for title in titles.values]
    bare = [_BEHIND.sub("", title) if one else title for title, one in zip(titles.values, found, strict=True)]
    return Values(titles.codes, bare), Values(titles.codes, [one.group(1) if one else None for one in found])


def alone(column: Column) -> Values:
    """Return the mark that is the only content of each cell of the partners' column, or None."""
    return column.read(lambda cell: found.group(1) if (found := _ALONE.match(as_text(cell))) else None)


def who_is(grid: Grid, context: Context) -> dict[str, str]:
    """Find the partner of each mark: as answered, else in a legend above or below the table."""
    named: dict[str, str] = {}
    for row in [*grid.cells.rows[: grid.top], *grid.cells.rows[-15:]]:
        first = next((text for cell in row if (text := as_text(cell))), "")
        if (found := _LEGEND.match(first)) and len(first.split()) <= 12 and not _HELPER.match(found.group(2)):
            named.setdefault(found.group(1), tidy(found.group(2)).rstrip("."))
    answered: Mapping[str, str] = context.answers.get("partner_mark", {})
    return named | {mark: name for mark, name in answered.items() if name}


def tell_marks(columns: Sequence[tuple[Column, Values]], named: Mapping[str, str], context: Context) -> None:
    """Report each mark and the partner it was read as."""
    for column, marks in columns:
        said = [
            ("partner-by-mark", f'"{mark}" read as {named[mark]}' if mark in named else f'who "{mark}" is was not said')
            if mark
            else None
            for mark in marks.values
        ]
        tell(column, context, said)


def questions(sheet: str, marks: Sequence[Values], named: Mapping[str, str]) -> tuple[Question, ...]:
    """Ask for the partner of each unexplained mark; an empty answer links no partner."""
    open_marks = dict.fromkeys(mark for one in marks for mark in one.values if mark and mark not in named)
    return tuple(
        Question(f"sheets.{sheet}.partner_mark.{mark}", f'Who is the partner behind "{mark}"?', (), "")
        for mark in open_marks
    )
