"""Detection of total rows by their labels: words that always mark one, or only without a date."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import parse_day, parse_month
from libcollab_metrics.ingest.values.lexicon import PERSON_LIST_LAYOUTS, word_list
from libcollab_metrics.ingest.values.people import says_no_session
from libcollab_metrics.model.names import normalize_heading

_NAMES = ("participation.person_key", "participation.first_name", "participation.last_name")
_NON_LABEL_FIELDS = ("text", "attended", "heard_from", "status")
#: Labels that always mark a total row.
_CERTAIN_TOTAL = re.compile(
    r"^((grand|sub|overall|monthly|weekly|quarterly|annual|yearly|running|system|branch|month|year)["
    r" -]?)?totals?$"
    r"|\(total\)?$|^(grand |sub ?)?totals?"
    r" (for|of|de|per|no|number|attendance|attendees|participants|visits|people)\b"
    r"|^(overall|sum|ytd|year to date)$"
)
#: Labels that mark a total row only without a date: a program may be called "Total Recall".
_POSSIBLE_TOTAL = re.compile(
    r"\btotals?\b|^(sum|overall)\b|^all branches$"
    r"|^(no|number|count|bilang)\b.*\b(present|absent|attended|attendance|participants|learners|dumalo"
    r"|takers|examinees|tested|passed|failed|passers|respondents)\b"
)
#: "T" for a total, with a note in brackets: "T (received only)".
_SHORT_TOTAL = re.compile(r"t\.?\s*\([^()]+\)$")
#: A sum carried to the next page, or brought from the last one: "C/F", "B/F".
_CARRIED_MARK = re.compile(
    r"^(?:[bc]\s?/\s?[fd]\.?$"
    r"|(?:to be )?(?:forwarded|brought forward|carried forward|carried over)\b.{0,9}\b(?:p|pg|page)\b"
    r"|(?:viene|pasa) (?:de|a) (?:la )?(?:hoja|pagina|pag)\b)"
)
#: Label printed on a school form that always marks a total row.
_PRINTED = re.compile(r"\btotal per day\b")
_MAX_LABEL_WORDS = 6
#: Most words of "All" and what the rows are.
MAX_WORDS_OF_ALL = 4
#: Words for a target that are also the name of a store that gives.
ALSO_DONORS = ("target", "targets")
#: Total words that mean something else too: SUM, "salón de usos múltiples"; ToT, "training of trainers".
ALSO_OTHERS = ("sum", "tot")
#: Letters of a label that are looked at first; no phrase that begins a total's label is shorter.
MIN_PREFIX = 3
#: The label of the sum of a page, and what a label says in brackets at its end.
_PAGE_ALONE = re.compile(r"(?:page|pg\.?|pagina|pahina|sheet|hoja)\s*\d{1,2}")
_BRACKETS = re.compile(r"\s*\([^()]*\)$")
#: Where a sum is carried from or to.
_PAGE = re.compile(r"\b(?:page|pagina|pahina|sheet|hoja)\b")


def find_total_label(
    row: Sequence[object],
    field_by_position: Mapping[int, str],
    layout: str,
    matches_sums: Callable[[], bool] = lambda: False,
    numbering: int | None = None,
) -> int | None:
    """Find the position of the cell that labels a row as a total; None for other rows.

    On template sheets only a plain "Total" counts (a metric is called attendance_total). In a list of people
    only the name and unmapped columns can be a label, and a row with marks in letters is a person whatever
    the name.

    Parameters
    ----------
    row : sequence of object
        Cells of the row.
    field_by_position : mapping of int to str
        Field of each mapped position in the row.
    layout : str
        Layout of the table.
    matches_sums : callable
        Returns True if the row's numbers are the sums of the rows above. Called only if a label alone does
        not decide ("All sites", a program without a date).
    numbering : int, optional
        Position of the column that numbers the people of a list.

    Returns
    -------
    int or None
        Position of the label.
    """
    printed = next(
        (
            p
            for p, cell in enumerate(row)
            if isinstance(cell, str) and _PRINTED.search(normalize_heading(cell))
        ),
        None,
    )
    if printed is not None:
        return printed
    dated = layout == "template" or _has_date(row, field_by_position) or _is_classed(row, field_by_position)
    people = layout in ("roster", "sf2", "attendee_log", "sign_in", *PERSON_LIST_LAYOUTS)
    if _has_marks(row, field_by_position) or (people and dated):
        return None
    undatable = not any(target.endswith((".date", "period.month")) for target in field_by_position.values())
    counted = "sessions.attended" in field_by_position.values()
    has_amounts = "ledger.value" in field_by_position.values()
    alone: bool | None = None
    last = max((position for position, target in field_by_position.items() if target), default=-1)
    for position, target in field_by_position.items():
        text = (
            _join_spaced_letters(normalize_heading(cell_text(row[position]))) if position < len(row) else ""
        )
        is_status = target == "participation.status" and layout in ("attendee_log", "sign_in")
        is_apart = dated and not target and position > last  # the label of another box
        if not text or is_apart or not (is_status or _is_label_field(target, people)):
            continue
        if not is_possible_total(text):
            continue  # most texts are no label of a total
        if alone is None:
            alone = len(_row_labels(row, field_by_position, people)) - _has_date(row, field_by_position) <= 1
        titled = target == "programs.name" and undatable
        if alone and counted and not (dated or undatable or people) and _is_statistic(text):
            return position
        if not (dated or undatable or people) and (
            _names_target(text) or (has_amounts and _is_carried(text))
        ):
            return position
        if undatable and has_amounts and alone and _names_target(text) and text not in ALSO_DONORS:
            return position
        if people and target in _NAMES and _replaces_name(text, row, numbering):
            return position
        if (
            (_is_certain_total(text) and not (dated and not alone and text in ALSO_OTHERS))
            or (_contains_total_word(text) and (not dated or alone or matches_sums()))
            or (not dated and _is_likely_total(text) and (not titled or matches_sums()))
        ):
            return position
        may_be_all = text in _folded_words("everyone") and (not dated or target == "sessions.site")
        may_be_all |= not dated and not people and _names_all(text)
        if may_be_all and (people or matches_sums()):
            return position
        if has_amounts and alone and not dated and _SHORT_TOTAL.match(text):
            return position
        is_undated_amount = has_amounts and alone and not (dated or undatable)
        if is_undated_amount and (
            _PAGE_ALONE.fullmatch(text) or _drop_brackets(text) in _folded_words("everyone")
        ):
            return position
    return None


def is_average(label: str) -> bool:
    """Return True for an average, share, maximum, target or carried-over sum, which cannot be compared."""
    text = _join_spaced_letters(normalize_heading(label))
    return (
        _CARRIED_MARK.match(text) is not None
        or _names_average(text)
        or _names_share(text)
        or _is_statistic(text)
        or _names_target(text)
    )


def is_carried_sum(label: str) -> bool:
    """Return True for the label of a sum from or to another page: "B/F", "Vienen"."""
    text = _join_spaced_letters(normalize_heading(label))
    return _CARRIED_MARK.match(text) is not None or _is_carried(text)


def _row_labels(row: Sequence[object], field_by_position: Mapping[int, str], people: bool) -> list[str]:
    """Return the texts that label a row, including its date."""
    may_be = [
        position
        for position, target in field_by_position.items()
        if position < len(row) and _is_label_field(target, people)
    ]
    texts = [cell_text(row[position]) for position in may_be if row[position] is not None]
    return [text for text in texts if any(map(str.isalpha, text)) or _is_date(text)]


def _is_date(text: str) -> bool:
    return parse_day(text) is not None or parse_month(text) is not None


def _is_label_field(target: str, people: bool) -> bool:
    if people:
        return target in (*_NAMES, "", "check") or target.endswith((".date", ".start", ".end"))
    return target.split(".")[-1] not in _NON_LABEL_FIELDS


def _is_certain_total(text: str) -> bool:
    return (
        _CARRIED_MARK.match(text) is not None
        or text in _folded_words("words")
        or (" / " in text and set(text.split(" / ")) <= _folded_words("words"))
        or text in _folded_words("averages")
        or _CERTAIN_TOTAL.search(text) is not None
        or _names_total_held(text)
    )


def _names_total_held(text: str) -> bool:
    """Return True for the total of the sessions that were held: "Total held", "TOTAL hechas"."""
    first, _, rest = text.partition(" ")
    return first in _folded_words("words") and rest in word_list("sessions_counted", "held")


def _contains_total_word(text: str) -> bool:
    """Return True for a total word inside a label: "Main subtotal".

    A site may be called "Grand Total Mall".
    """
    return _inside_pattern().search(f" {text} ") is not None


def _names_all(text: str) -> bool:
    """Return True for "all" and what the rows are: "All bins", "Todas las cajas"."""
    return text.startswith(word_list("totals", "all_of")) and len(text.split()) <= MAX_WORDS_OF_ALL


def _is_statistic(text: str) -> bool:
    return text in _folded_words("statistics") or _is_carried(text)


def _is_carried(text: str) -> bool:
    """Return True for a sum from or to another page: "Brought forward", "Balance forwarded from page 1"."""
    return _has_prefix(text, "carried") and (_is_short(text) or _PAGE.search(text) is not None)


def _replaces_name(text: str, row: Sequence[object], numbering: int | None) -> bool:
    """Return True for a statistic in place of a name ("Highest"), unless the row is numbered like people.

    No name begins like a count ("Number of boys").
    """
    if _has_prefix(text, "counts_of"):
        return True
    if text not in _folded_words("statistics"):
        return False
    if numbering is None or numbering >= len(row):
        return text not in _folded_words("also_names")
    return row[numbering] is None


def _is_likely_total(text: str) -> bool:
    """Return True for a label of a total in a row without a date; a long text is a remark."""
    return _has_leading_word(text) or (_POSSIBLE_TOTAL.search(text) is not None and _is_short(text))


def _has_leading_word(text: str) -> bool:
    return (_has_prefix(text, "leading") or _names_average(text) or _names_share(text)) and _is_short(text)


def _names_share(text: str) -> bool:
    """Return True for a label that begins or ends with a word for a share: "% of target", "show rate"."""
    return text.startswith(word_list("totals", "shares")) or text.endswith(word_list("totals", "rates"))


def _names_average(text: str) -> bool:
    """Return True for a label that begins or ends with a word for an average: "Group average"."""
    return _has_prefix(text, "averages") or text.endswith(_average_endings())


def _is_short(text: str) -> bool:
    return len(_drop_brackets(text).split()) <= _MAX_LABEL_WORDS


def _drop_brackets(text: str) -> str:
    """Return a label without what it says in brackets at its end: "Lahat (natanggap na)"."""
    return _BRACKETS.sub("", text) or text


def _has_prefix(text: str, key: str) -> bool:
    if text[:MIN_PREFIX] not in _beginnings(key):
        return False
    return f" {re.sub('[,;:]', ' ', text)} ".startswith(_padded_words(key))


def _join_spaced_letters(text: str) -> str:
    """Join a word spaced out for looks: "t o t a l" becomes "total"."""
    if text[1:2] != " ":
        return text
    letters = text.split()
    return "".join(letters) if len(letters) > 2 and all(len(letter) == 1 for letter in letters) else text


def _has_date(row: Sequence[object], field_by_position: Mapping[int, str]) -> bool:
    for position, target in field_by_position.items():
        cell = row[position] if position < len(row) else None
        if cell is None or not target.endswith((".date", "period.month")):
            continue
        if not isinstance(cell, str) or parse_day(cell) is not None or parse_month(cell) is not None:
            return True
    return False


def _is_classed(row: Sequence[object], field_by_position: Mapping[int, str]) -> bool:
    """Return True for a ledger row with a kind or status: "Total station rental | paid" is data.

    "Total cash" in place of a kind is none.
    """
    texts = [
        normalize_heading(cell_text(row[position]))
        for position, target in field_by_position.items()
        if target in ("ledger.kind", "ledger.status") and position < len(row)
    ]
    return any(text and not _begins_as_total(text) for text in texts)


def _begins_as_total(text: str) -> bool:
    return _is_certain_total(text) or text in _folded_words("everyone") or _has_prefix(text, "words")


def _has_marks(row: Sequence[object], field_by_position: Mapping[int, str]) -> bool:
    """Return True if a day column has a mark in letters: total rows have numbers there, or "no class"."""
    marks = [
        cell_text(row[p])
        for p, target in field_by_position.items()
        if target == "participation.status" and p < len(row)
    ]
    others = [mark for mark in marks if mark and not mark.replace(".", "").isdigit()]
    return len(marks) > 1 and not all(map(says_no_session, others))


def is_possible_total(folded: str) -> bool:
    """Return True if a folded text may label a total: such rows are checked individually."""
    text = _join_spaced_letters(folded)
    if _SHORT_TOTAL.match(text) is not None:
        return True
    if (
        " / " not in text
        and text[:MIN_PREFIX] not in total_beginnings()
        and not _inside_words_pattern().search(text)
        and not text.endswith(_average_endings())
        and not _names_share(text)
    ):
        return False  # most texts: nothing else is looked at
    if (
        _drop_brackets(text) in _folded_words("everyone")
        or _names_all(text)
        or _is_certain_total(text)
        or _contains_total_word(text)
        or _is_statistic(text)
        or _names_target(text)
        or _has_prefix(text, "counts_of")
    ):
        return True
    return _POSSIBLE_TOTAL.search(text) is not None or _has_leading_word(text)


def _names_target(text: str) -> bool:
    """Return whether a folded text is a word for a target, or says of what: "Goal for the year", "% of goal".

    Examples
    --------
    >>> [_names_target(text) for text in ("goal for the sy", "% of goal", "shortfall", "goal setting")]
    [True, True, True, False]
    """
    words = _folded_words("targets")
    begins, ends = (_folded_words(key) for key in ("target_of", "of_target"))
    is_of = any(f"{text} ".startswith(f"{word} {of} ") for word in words for of in begins)
    return text in words or is_of or any(text.endswith(f" {of} {word}") for word in words for of in ends)


@cache
def _folded_words(key: str) -> frozenset[str]:
    return frozenset(normalize_heading(word) for word in word_list("totals", key))


@cache
def _beginnings(key: str) -> frozenset[str]:
    """Return the first letters of each phrase, which rule out most texts at once."""
    return frozenset(word[:MIN_PREFIX] for word in _folded_words(key))


@cache
def total_beginnings() -> frozenset[str]:
    """Return the first letters of every label of a total that contains none of `words_of_totals`."""
    keys = ("everyone", "words", "averages", "statistics", "carried", "leading", "counts_of", "targets")
    patterns = ("sum", "ove", "ytd", "yea", "all", "no ", "no.", "no", "num", "cou", "bil")
    carried = ("c/f", "b/f", "c/d", "b/d", "c /", "b /")
    shares = (word[:MIN_PREFIX] for word in word_list("totals", "shares"))
    return frozenset(patterns).union(carried, shares, *map(_beginnings, keys))


@cache
def words_of_totals() -> frozenset[str]:
    """Return "total" and the words that mark a total inside or at the end of a label."""
    inside = (
        *_folded_words("inside"),
        *word_list("totals", "average_endings"),
        *word_list("totals", "rates"),
    )
    return frozenset(["total", *inside])


@cache
def _inside_words_pattern() -> re.Pattern[str]:
    """Match "total" and the words that mark a total inside a label."""
    return re.compile("|".join(["total", *map(re.escape, _folded_words("inside"))]))


@cache
def _padded_words(key: str) -> tuple[str, ...]:
    """Pad each phrase with spaces, so that it matches whole words only."""
    return tuple(f" {word} " for word in _folded_words(key))


@cache
def _average_endings() -> tuple[str, ...]:
    """Return the words for an average as the last word of a longer label."""
    return tuple(f" {word}" for word in word_list("totals", "average_endings"))


@cache
def _inside_pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _padded_words("inside"))) or r"(?!)")
