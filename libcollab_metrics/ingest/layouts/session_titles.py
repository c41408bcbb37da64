"""Session titles: cancellation words, partner marks, and the note at the foot that explains a mark."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.values.columns import (
    CellIssue,
    Column,
    ParseContext,
    cell_text,
    report_issues,
    resolve_status,
)
from libcollab_metrics.ingest.values.dates import parse_day, parse_month
from libcollab_metrics.ingest.values.lexicon import known_words, weekdays, word_list
from libcollab_metrics.ingest.values.marks import normalize_mark
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.ingest.values.table import EncodedValues, first_known
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import clean_spaces, normalize_heading
from libcollab_metrics.model.readings import Question


def read_titles(
    column: Column | None, fallback: str, context: ParseContext, length: int, counted: Sequence[Column] = ()
) -> tuple[EncodedValues, EncodedValues]:
    """Parse each row's program, and the status in its title ("CANCELLED - Story hour").

    A title that merely begins with such a word ("Cancelled culture: a debate") is a held session if people
    were counted at it. "Closed - Juneteenth" and "Walang pasok" are no sessions without a number.
    """
    if column is None:
        return EncodedValues.constant(fallback or None, length), EncodedValues.constant(None, length)
    column = _carry_titles_down(column, context)
    titles, statuses, cell_issues = [], [], []
    texts = column.cell_texts
    loose = {code for code, text in enumerate(texts) if _is_loose_prefix(text)}
    moved = {code for code, text in enumerate(column.normalized_texts) if text in _moved_words()}
    called_off = {
        code
        for code, text in enumerate(texts)
        if _prefix_pattern("no_session").match(text)
        or _says_not_done(text)
        or names_reason_last(text)
        or _says_none(text)
    }
    with_people = _titles_with_people(column, counted) if loose or called_off or moved else set()
    held = (loose | _find_moved_here(moved, column, counted)) & with_people
    for code, cell in enumerate(column.distinct):
        typed = cell_text(cell)
        title, word = (typed, "") if code in held else strip_status(typed)
        if code in called_off - with_people:
            word = "cancelled"
        status = resolve_status(word, context)
        titles.append(title or fallback or None)
        statuses.append(status or None)
        cell_issues.append(
            (
                "cancelled-by-title",
                Message(
                    '"{value}" read as "{title}", {choice}', value=typed, title=title, choice=Message(status)
                ),
            )
            if status
            else None
        )
    report_issues(column, context, cell_issues)
    return EncodedValues(column.codes, titles), EncodedValues(column.codes, statuses)


def _says_none(title: str) -> bool:
    """Return whether a title is "none", perhaps with a reason behind it.

    Examples
    --------
    >>> _says_none("— none, holidays —"), _says_none("Wala (bagyo)"), _says_none("None of the above")
    (True, True, False)
    """
    first, *_ = re.split(r"\s*[,;:()–—]\s*|\s+-\s+", title.strip(" -–—()*"))
    return normalize_heading(first) in word_list("no_session", "after_break")


def _says_not_done(title: str) -> bool:
    """Return whether a title says that nothing happened; "Never" and "Can't" also begin titles of books.

    Examples
    --------
    >>> _says_not_done("no llegaron, paro"), _says_not_done("Can't go home"), _says_not_done("Did not run")
    (True, False, True)
    """
    first = title.partition(" ")[0].casefold()
    return first not in word_list("not_done", "in_titles") and bool(_not_done_pattern().match(title))


@cache
def _moved_words() -> frozenset[str]:
    return frozenset(map(normalize_heading, word_list("postponed_in_title")))


def _find_moved_here(moved: set[int], column: Column, counted: Sequence[Column]) -> set[int]:
    """Return the titles "rescheduled" if people were counted below a row without any: the later day."""
    is_moved = np.isin(column.codes, list(moved))
    if not is_moved.any() or not counted:
        return set()
    blank = np.ones(len(column), dtype=bool)
    for numbers in counted:
        blank &= ~numbers.parse_text(lambda text: bool(parse_number(text).value)).where(bool)
    earlier = np.flatnonzero(blank & ~is_moved)
    follows = len(earlier) >= is_moved.sum() and bool((earlier[0] < np.flatnonzero(is_moved)).all())
    return moved if follows and not (blank & is_moved).any() else set()


#: Fewest titles that are each written once for several rows.
MIN_CARRIED = 2


def _carry_titles_down(column: Column, context: ParseContext) -> Column:
    """Return a column of titles in which each blank has the title above it, if each is written only once.

    That is so where the first row has a title, none is written twice, and as many rows are blank as filled.
    """
    is_blank = column.parse_text(lambda text: not text).where(bool)
    written = np.flatnonzero(~is_blank)
    if len(written) < MIN_CARRIED or written[0] != 0 or int(is_blank.sum()) < len(written):
        return column
    if len(np.unique(column.codes[written])) < len(written):
        return column
    above = np.maximum.accumulate(np.where(is_blank, 0, np.arange(len(column))))
    message = Message("blank: read as the title of the last row above that has one")
    context.log.add_rows(
        "choice-assumed", column.rows[is_blank], column.number, heading=column.heading, message=message
    )
    return replace(column, codes=column.codes[above])


def _titles_with_people(column: Column, counted: Sequence[Column]) -> set[int]:
    """Return the codes of the titles with a head count above 0."""
    codes: set[int] = set()
    for numbers in counted:
        some = [(parse_number(cell_text(cell)).value or 0) > 0 for cell in numbers.distinct]
        codes |= set(column.codes[np.array(some, dtype=bool)[numbers.codes]].tolist())
    return codes


def read_cancelled(columns: list[Column], context: ParseContext, length: int) -> EncodedValues:
    """Return the status of each row whose head count is a word for cancelled or postponed."""
    status_columns = []
    for column in columns:
        off = [_parse_count_status(cell) for cell in column.distinct]
        statuses = [resolve_status(word, context) or None for word in off]
        cell_issues: list[CellIssue] = [
            (
                (
                    "cancelled-by-title",
                    Message(
                        "a word for a cancellation is in place of the number; read as {choice}",
                        choice=Message(status or ""),
                    ),
                )
                if word
                else None
            )
            for word, status in zip(off, statuses, strict=True)
        ]
        report_issues(_mask_reasons(column), context, cell_issues)
        status_columns.append(EncodedValues(column.codes, statuses))
    return first_known(status_columns, length)


def cancel_closed_marks(columns: Sequence[Column], marks: Collection[str]) -> list[Column]:
    """Return head count columns with "cancelled" for the marks that a legend explains as no session."""
    return [
        replace(
            column,
            distinct=[
                "cancelled" if text and normalize_mark(text) in marks else cell
                for cell, text in zip(column.distinct, column.cell_texts, strict=True)
            ],
        )
        for column in columns
    ]


def exclude_cancelled(columns: Sequence[Column]) -> list[Column]:
    """Remove the words for cancelled from head count columns: they are read as the status."""
    return [
        replace(column, distinct=[None if _parse_count_status(cell) else cell for cell in column.distinct])
        for column in columns
    ]


def _parse_count_status(cell: object) -> str:
    """Parse a head count cell as "cancelled", "postponed" or ""."""
    if not isinstance(cell, str) or normalize_heading(cell) == "no":
        return ""
    folded = normalize_heading(cell)
    known = known_words("held").get(folded, "")
    if known in ("cancelled", "postponed"):
        return known
    stayed_away = re.split(r"\s*[(\[,;:–—]", folded)[0] in word_list("group_stayed_away")
    if stayed_away or _prefix_pattern("holidays").match(cell) or _is_reason_alone(cell):
        return "cancelled"
    return find_remark_status(clean_spaces(cell))


def _is_reason_alone(cell: str) -> bool:
    """Return whether all that a cell says is why no session was held: "snow", "half term", "avería"."""
    reasons = word_list("no_session", "breaks")
    folded = normalize_heading(cell)
    words = re.findall(r"[^\W\d_]+", folded)
    return folded in reasons or (bool(words) and all(word in reasons for word in words))


def _mask_reasons(column: Column) -> Column:
    """Mask cells with more than the plain word: the reason ("CANCELLED - …") may contain a name."""
    return replace(
        column,
        distinct=[
            cell if normalize_heading(cell_text(cell)) in known_words("held") else None
            for cell in column.distinct
        ],
    )


def strip_status(title: str) -> tuple[str, str]:
    """Split a title into its text and its status: "cancelled", "postponed" or "".

    Examples
    --------
    >>> strip_status("CANCELLED - Story hour"), strip_status("Story hour (postponed)")
    (('Story hour', 'cancelled'), ('Story hour', 'postponed'))
    """
    if not _any_cancellation_word().search(title) or _negated_cancellation().search(title):
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
            if inside := _match_inside(title, word):
                return title[: inside.start()].strip(" -–—:([,"), status
    return title, ""


def _match_inside(title: str, word: str) -> re.Match[str] | None:
    """Find the word inside a title if a reason, mark or verb, or its own capitals, set it apart.

    "How to get a cancelled stamp" does not match: there the word is the topic of the session.
    """
    ends = rf"(?=\s*(?:$|[\[\]()!*.,:;–—-]|(?:{_reason_pattern()})\b)).*$"
    match = re.search(
        rf"[\s–—:;,(\[-]+{word}\b{ends}|\s+(was|is|has been|fue)\s+{word}\b.*$", title, re.IGNORECASE
    )
    if match is None and not title.isupper():
        match = re.search(rf"\s+[\[(]?{word.upper()}\b.*$", title)
    return match


@cache
def _reason_pattern() -> str:
    return "|".join(re.escape(word) for word in word_list("called_off_because"))


@cache
def _cancellation_pattern() -> str:
    return "|".join((*word_list("cancelled_in_title"), *word_list("postponed_in_title")))


@cache
def _any_cancellation_word() -> re.Pattern[str]:
    """Match any cancellation word; used to skip most titles quickly."""
    return re.compile(_cancellation_pattern(), re.IGNORECASE)


@cache
def _negated_cancellation() -> re.Pattern[str]:
    """Match a negation such as "Not cancelled - Story hour"."""
    not_so = "|".join(re.escape(word) for word in word_list("not_called_off"))
    return re.compile(rf"\b(?:{not_so})\s+(?:{_cancellation_pattern()})\b", re.IGNORECASE)


def _is_loose_prefix(title: str) -> bool:
    """Return True if a title starts with the word and neither a mark nor capitals set it apart."""
    match = re.match(rf"\s*({_cancellation_pattern()})\s+(?=\w)", title, re.IGNORECASE)
    if match is None or _REASON.match(title[match.end() :]):
        return False
    return title.isupper() or not match.group(1).isupper()


#: "Semana Santa, no hubo": no session was held, wherever a remark says so.
_NO_MEETING = re.compile(r"\bno hubo\b(?!\s+(?:hoja|lista|conteo|registro))", re.IGNORECASE)
#: End of a part of a remark: "roof leak (cancelled)".
_PART_END = re.compile(r"\s[-–—/]\s|[,;:(]")
_REASON = re.compile(rf"^\s*(?:{_reason_pattern()})\b", re.IGNORECASE)


def names_reason_last(text: str) -> bool:
    """Return whether the last part of a name says that no session was held.

    Examples
    --------
    >>> names_reason_last("San José, festivo"), names_reason_last("San José, plaza")
    (True, False)
    """
    first, *others = _PART_END.split(text)
    last = normalize_heading(others[-1].rstrip(" )")) if first.strip() and others else ""
    return last in _called_off_words() or last.rpartition(" ")[2] in word_list("no_session", "closed")


def read_places(
    column: Column | None, counts: EncodedValues, context: ParseContext, length: int
) -> EncodedValues:
    """Return "cancelled" for rows without people whose place has the reason behind it."""
    if column is None:
        return EncodedValues.constant(None, length)
    off = column.parse_text(names_reason_last).where(bool) & ~counts.where(lambda read: bool(read.value))
    message = Message(
        "no number or 0, and the remark calls the session off: read as {choice}", choice=Message("cancelled")
    )
    context.log.add_rows(
        "cancelled-by-title", column.rows[off], column.number, heading=column.heading, message=message
    )
    return EncodedValues(off.astype(np.intp), [None, "cancelled"])


def read_remarks(
    column: Column | None, counts: EncodedValues, context: ParseContext, length: int
) -> EncodedValues:
    """Return the status of rows without people whose remark begins with a cancellation word."""
    if column is None:
        return EncodedValues.constant(None, length)
    without_people = ~counts.where(lambda read: bool(read.value))
    needed = np.zeros(len(column.distinct), dtype=bool)
    needed[column.codes[without_people]] = True
    begins = [
        (find_remark_status(text) or ("cancelled" if gives_reason_first(text) else "")) if is_needed else ""
        for text, is_needed in zip(column.cell_texts, needed.tolist(), strict=True)
    ]
    off = np.array([bool(status) for status in begins], dtype=bool)[column.codes] & without_people
    statuses: list[str | None] = [None] * (len(begins) + 1)
    for code in np.unique(column.codes[off]).tolist():
        statuses[code] = resolve_status(begins[code], context)
    read_statuses = EncodedValues(np.where(off, column.codes, len(begins)), statuses)
    rows = np.flatnonzero(off)
    if len(rows):
        messages = [
            Message(
                "no number or 0, and the remark calls the session off: read as {choice}",
                choice=Message(status),
            )
            for status in read_statuses
            if status
        ]
        context.log.add_rows(
            "cancelled-by-title",
            column.rows[rows],
            column.number,
            heading=column.heading,
            message=messages[0],
            message_for_row=messages.__getitem__,
        )
    return read_statuses


#: Groups of words that begin a remark of a session that was not held, and the status that they mean.
_CALLED_OFF = (
    ("cancelled_in_title", "cancelled"),
    ("postponed_in_title", "postponed"),
    ("no_session", "cancelled"),
    ("group_did_not_come", "cancelled"),
)
#: Most words for those who called a session off: "the primary school cancelled".
MAX_WHO = 3
#: Letters of a remark that are looked at first; no word that calls a session off is shorter.
MIN_OPENING = 3


def find_remark_status(remark: str) -> str:
    """Return "cancelled" or "postponed" for a remark that calls a session off.

    Examples
    --------
    >>> find_remark_status("CANCELLED - power out"), find_remark_status("moved to April 11, exam week")
    ('cancelled', 'postponed')
    >>> find_remark_status("no volunteers, didn't open"), find_remark_status("didn't count them")
    ('cancelled', '')
    >>> find_remark_status("no story hour Thanksgiving wk"), find_remark_status("no class fee")
    ('cancelled', '')
    """
    opening = remark.lstrip(" \t\n\r([*")[:MIN_OPENING].lower()
    for group, status in _CALLED_OFF if opening in _openings() else ():
        if _prefix_pattern(group).match(remark) or _begins_in_capitals(remark, group):
            return status
    moved = _moved_pattern().search(remark)
    if moved and _names_other_day(remark[moved.end() :]):
        return "postponed"
    return "cancelled" if _NO_MEETING.search(remark) or _not_done_pattern().search(remark) else ""


def _begins_in_capitals(remark: str, group: str) -> bool:
    """Return whether a word that calls a session off is set apart by its capitals: "CANCELLED will redo"."""
    first = remark.lstrip(" ([*").partition(" ")[0].rstrip(",;:.!")
    return first.isupper() and not remark.isupper() and normalize_heading(first) in word_list(group)


def gives_reason_first(remark: str) -> bool:
    """Return True for a remark with the reason before the words that call a session off.

    Examples
    --------
    >>> gives_reason_first("fall break, did not meet"), gives_reason_first("(rain, cancelled)")
    (True, True)
    >>> gives_reason_first("school cancelled, exams"), gives_reason_first("the band cancelled, we read")
    (True, False)
    >>> gives_reason_first("held outside, library closed"), gives_reason_first("Volunteers: none")
    (False, False)
    """
    first, *others = (normalize_heading(part) for part in _PART_END.split(remark.strip(" ()[]*")))
    words = first.split()
    if not words or known_words("held").get(words[0]) == "held":
        return False
    if len(words) <= MAX_WHO + 1 and words[-1] in word_list("no_session", "cancelled_by"):
        who = set(words) & set(word_list("no_session", "cancelling"))
        return bool(who) and not set(words) & set(word_list("not_done"))
    if _withdrew_pattern().match(normalize_heading(remark)):
        return True
    if not others:
        return False
    is_break = bool(set(words) & set(word_list("no_session", "breaks")))
    if is_break and set(others) & set(word_list("no_session", "after_break")):
        return True
    return bool(set(others) & _called_off_words())


@cache
def _called_off_words() -> frozenset[str]:
    return frozenset(normalize_heading(word) for group, _ in _CALLED_OFF for word in word_list(group))


@cache
def _openings() -> frozenset[str]:
    return frozenset(word[:MIN_OPENING] for group, _ in _CALLED_OFF for word in word_list(group))


@cache
def _withdrew_pattern() -> re.Pattern[str]:
    who, verbs = ("|".join(word_list("no_session", key)) for key in ("cancelling", "withdrew"))
    return re.compile(rf"(?:\w+ ){{0,{MAX_WHO}}}(?:{who}) (?:{verbs})\b")


@cache
def _moved_pattern() -> re.Pattern[str]:
    listed = "|".join(map(re.escape, word_list("moved_to")))
    return re.compile(rf"(?:^|\s[–—-]\s|[;,(])[\s(\[*]*(?:{listed})\s+", re.IGNORECASE)


def _names_other_day(text: str) -> bool:
    """Return True for a day, a weekday or "next week", and not for the place a session was moved to.

    Examples
    --------
    >>> _names_other_day("April 11, exam week"), _names_other_day("next Friday"), _names_other_day("the gym")
    (True, True, False)
    """
    phrase = re.split(r"[,;.(–—]|\s(?:-|at|due|because|dahil|por)\s", text, maxsplit=1)[0]
    words = normalize_heading(phrase).split()
    if words and (words[0] in weekdays() or words[0] in word_list("moved_to", "later")):
        return True
    return parse_day(phrase) is not None or (not phrase.strip().isdigit() and parse_month(phrase) is not None)


@cache
def _not_done_pattern() -> re.Pattern[str]:
    """Match a part of a remark that is only a negated verb: "did not reach", "lluvia, no se abrió".

    With another object, a verb says something else: "did not reach us all", "no se llevó registro".
    """
    objects = "|".join(word_list("not_done", "objects"))
    negations = "|".join(word.replace("'", "['’]") for word in word_list("not_done"))
    verbs = "|".join(word_list("not_done", "verbs"))
    return re.compile(
        rf"(?:^|[,;:.(–—]|\s-)\W*(?:{negations})\s+(?:{verbs})(?:\s+(?:{objects}))?"
        rf"(?:\s*(?:$|[,;:.!()–—-])|\s+(?:{_reason_pattern()})\b)",
        re.IGNORECASE,
    )


@cache
def _prefix_pattern(group: str) -> re.Pattern[str]:
    listed = "|".join(word_list(group))
    periods = "|".join(word_list("no_session", "periods"))
    return re.compile(
        rf"^[\s(\[*]*(?:{listed})\b\s*"
        rf"(?:$|[\[\]()!*.,:;–—-]|(?:{_reason_pattern()})\b|(?:[^\W\d_]+\s+){{0,2}}(?:{periods})\.?$)",
        re.IGNORECASE,
    )


def report_cancelled_with_counts(
    columns: list[Column], statuses: EncodedValues, counts: EncodedValues, context: ParseContext
) -> None:
    """Report people counted at cancelled sessions: they are excluded from all figures."""
    off = statuses.where(lambda status: status == "cancelled") & counts.where(lambda read: bool(read.value))
    if columns and off.any():
        column, first = columns[0], counts[int(np.flatnonzero(off)[0])]
        context.log.add_rows(
            "count-of-cancelled",
            column.rows[off],
            column.number,
            heading=column.heading,
            value=f"{first.value:.15g}",
            message=Message("not counted: the session is said to be cancelled"),
        )


# A partner written as a mark: an asterisk behind a title, or alone in the partners' column.

_TRAILING_MARKER = re.compile(r"\s*(\*{1,3}|†|‡)\s*$")
_BARE_MARKER = re.compile(r"^\s*(\*{1,3}|†|‡|#)\s*$")
_LEGEND = re.compile(
    r"^\s*(\*{1,3}|†|‡|#)\s*(?:[=:–—-]|means)?\s*(?:(?:done |held )?(?:in partnership with|together"
    r" with|with|by)|"
    r"partner(?:ed)?(?: with)?|co-?sponsored by)?\s*[:=]?\s*(\w.+)$",
    re.IGNORECASE,
)

#: Describes what one person did, not which organization the mark means; the person's name is not stored.
_HELPER = re.compile(
    r"(?:assisted|helped|led|facilitated|conducted|taught|read) by\b|tinulungan n|ayudad[oa] por\b"
    r"|(?:dirigid|impartid)[oa] por\b|a cargo de\b",
    re.IGNORECASE,
)


def strip_footnote_markers(titles: EncodedValues) -> tuple[EncodedValues, EncodedValues]:
    """Split titles from a trailing mark; the mark is None where there is none.

    Examples
    --------
    >>> bare, marks = strip_footnote_markers(EncodedValues.from_list(["Story hour *", "Craft"]))
    >>> list(bare), list(marks)
    (['Story hour', 'Craft'], ['*', None])
    """
    matches = [_TRAILING_MARKER.search(title) if title else None for title in titles.values]
    bare = [
        _TRAILING_MARKER.sub("", title) if match else title
        for title, match in zip(titles.values, matches, strict=True)
    ]
    return EncodedValues(titles.codes, bare), EncodedValues(
        titles.codes, [match.group(1) if match else None for match in matches]
    )


def bare_marker(column: Column) -> EncodedValues:
    """Return the mark that is the only content of each cell of the partners' column, or None."""
    return column.parse(
        lambda cell: match.group(1) if (match := _BARE_MARKER.match(cell_text(cell))) else None
    )


def partner_by_marker(grid: Grid, context: ParseContext) -> dict[str, str]:
    """Find the partner of each mark: as answered, else in a legend above or below the table."""
    named: dict[str, str] = {}
    for row in [*grid.cells.rows[: grid.top], *grid.cells.rows[-15:]]:
        first = next((text for cell in row if (text := cell_text(cell))), "")
        if (match := _LEGEND.match(first)) and len(first.split()) <= 12 and not _HELPER.match(match.group(2)):
            named.setdefault(match.group(1), clean_spaces(match.group(2)).rstrip("."))
    answered: Mapping[str, str] = context.answers.get("partner_mark", {})
    return named | {mark: name for mark, name in answered.items() if name}


def report_partner_markers(
    columns: Sequence[tuple[Column, EncodedValues]], named: Mapping[str, str], context: ParseContext
) -> None:
    """Report each mark and the partner it was read as."""
    for column, marks in columns:
        cell_issues = [
            (
                (
                    "partner-by-mark",
                    Message('"{value}" read as {choice}', value=mark, choice=named[mark])
                    if mark in named
                    else Message('who "{mark}" is was not said', mark=mark),
                )
                if mark
                else None
            )
            for mark in marks.values
        ]
        report_issues(column, context, cell_issues)


def ask_partner_markers(
    sheet: str, marks: Sequence[EncodedValues], named: Mapping[str, str]
) -> tuple[Question, ...]:
    """Ask for the partner of each unexplained mark; an empty answer links no partner."""
    open_marks = dict.fromkeys(
        mark for markers in marks for mark in markers.values if mark and mark not in named
    )
    return tuple(ask("partner_mark", sheet, entry=mark) for mark in open_marks)
