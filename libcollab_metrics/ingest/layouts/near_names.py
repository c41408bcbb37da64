"""Similar names in lists of people: pairs that may be one person are proposed, never merged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from rapidfuzz.distance import OSA

from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.layouts.base import NAME_FIELDS
from libcollab_metrics.ingest.layouts.person_ids import are_spellings, find_id_column
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import Column
from libcollab_metrics.ingest.values.people import normalize_person_name
from libcollab_metrics.ingest.values.table import first_duplicate_rows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping, NearNames

#: Most names that are looked for in notes, and fewest words of a note with two names.
MAX_NAMES_IN_NOTES, MIN_WORDS_OF_ALIAS = 500, 4
#: Maximum number of pairs proposed per sheet, and between the sheets of a file.
MAX_PAIRS = 20
#: Minimum and maximum length of a compared word; a longer one is not a name, and comparing costs its length
#: squared.
MIN_WORD_LENGTH, MAX_WORD_LENGTH = 3, 60
#: Maximum number of distinct names compared; a longer list is not searched.
MAX_NAMES = 10_000
#: Name suffixes that distinguish two members of one family.
DISTINGUISHING_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


def report_near_names(
    body: SheetRows, mapping: Sequence[ColumnMapping], decided_groups: Sequence[Sequence[str]], log: IssueLog
) -> NearNames:
    """Find near-duplicate names in the used rows and report each pair by row number only.

    `decided_groups` holds groups of names that the user has merged or called different people: they are not
    proposed again, nor are those that a number of the person has joined.
    """
    columns = {
        mapped.field: body.column(mapped) for mapped in reversed(mapping) if mapped.field in NAME_FIELDS
    }
    parts = [columns[field] for field in NAME_FIELDS if field in columns]
    if not parts:
        return ()
    firsts = np.unique(first_duplicate_rows([part.codes for part in parts], len(body.used))).tolist()
    if len(firsts) > MAX_NAMES:
        return ()
    names = [" ".join(text for part in parts if (text := part.text_at(row))) for row in firsts]
    ids = find_id_column(body.column, mapping)
    numbers = ["" if ids is None else ids.text_at(row) for row in firsts]
    _report_aliases(body, parts, names, log)
    rows = body.excel_rows[firsts].tolist()
    decided = [{normalize_person_name(name) for name in group} for group in decided_groups]
    pairs = []
    for first, second in find_near_names(names):
        has_one_number = numbers[first] and numbers[first] == numbers[second]
        is_joined = has_one_number and are_spellings(names[first], names[second])
        pair = {normalize_person_name(names[first]), normalize_person_name(names[second])}
        if not is_joined and not any(pair <= group for group in decided):
            pairs.append(("", rows[first], names[first], rows[second], names[second]))
            log.add(
                "similar-names",
                rows[second],
                parts[0].number,
                heading=parts[0].heading,
                message=Message(
                    "the name resembles that of another row; read as two people unless you merge them"
                ),
            )
    return tuple(pairs)


def _report_aliases(
    body: SheetRows, parts: Sequence[Column], names: Sequence[str | None], log: IssueLog
) -> None:
    """Report a note that names two people of the list, such as "Bobby T. is Robert Tran": they may be one.

    The note is outside the columns of names; it is reported by its cell only.
    """
    listed = {folded for name in names if name and len((folded := normalize_person_name(name)).split()) > 1}
    if not 1 < len(listed) <= MAX_NAMES_IN_NOTES:
        return
    by_first: dict[str, list[str]] = {}
    for name in listed:
        by_first.setdefault(name.split()[0], []).append(name)
    named = {part.number for part in parts}
    cells = body.grid.cells
    for number, column in enumerate(cells.columns, cells.first_column):
        in_names = set(column.codes[body.used].tolist()) if number in named else set()
        for code, cell in enumerate(column.cells):
            if code in in_names or not isinstance(cell, str) or len(cell.split()) < MIN_WORDS_OF_ALIAS:
                continue
            words = re.findall(r"[^\W_]+", normalize_heading(cell))
            text = " ".join(["", *words, ""])
            possible = {name for word in words for name in by_first.get(word, ())}
            rows = np.flatnonzero(column.codes == code)
            if len(rows) and sum(f" {name} " in text for name in possible) > 1:
                message = Message("a note names two people of the list; read as two people")
                log.add("similar-names", cells.first_row + int(rows[0]), number, message=message)


def find_near_names(names: Sequence[str | None]) -> tuple[tuple[int, int], ...]:
    """Find pairs of names that may belong to one person.

    Returns the indices of the names' first occurrences, in order, at most 20 pairs. A pair is near when the
    words are the same in another order or with an additional initial, when one word is the initial of the
    other's, or when one word differs by one letter added, dropped, changed or swapped. Names that fold to the
    same person are already merged. Words with digits (Learner 01, Learner 02), Jr. and III, different
    initials, and a last letter that turns Mario into Maria distinguish two people. Uses one look-up per word,
    so 10,000 names take a tenth of a second; `report_near_names` does not search longer lists.

    Examples
    --------
    >>> find_near_names(["Anna Reyes", "Ben Diaz", "Ana Reyes", "REYES, Anna"])
    ((0, 2),)
    """
    first: dict[str, int] = {}
    for index, name in enumerate(names):
        if name and (folded := normalize_person_name(name)):
            first.setdefault(folded, index)
    words = {folded: tuple(folded.split()) for folded in first}
    pairs = {
        _sorted_pair(first[name_a], first[name_b])
        for name_a, name_b in (
            *_pairs_with_same_words(words),
            *_pairs_with_initial(words),
            *_pairs_one_word_apart(words),
        )
    }
    return tuple(sorted(pairs)[:MAX_PAIRS])


def _sorted_pair(first_index: int, second_index: int) -> tuple[int, int]:
    return (first_index, second_index) if first_index < second_index else (second_index, first_index)


def _pairs_with_same_words(words: dict[str, tuple[str, ...]]) -> Iterable[tuple[str, str]]:
    """Yield pairs of names with the same words in any order, one possibly with an initial."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, own in words.items():
        long = tuple(sorted(word for word in own if len(word) > 1))
        if len(long) > 1:
            groups.setdefault(long, []).append(name)
    for group in groups.values():
        for similar_name in group[1:]:
            initials = [{word for word in words[name] if len(word) == 1} for name in (group[0], similar_name)]
            if not all(initials) or initials[0] == initials[1]:
                yield group[0], similar_name


def _pairs_with_initial(words: dict[str, tuple[str, ...]]) -> Iterable[tuple[str, str]]:
    """Yield pairs of names of which one has an initial in place of a word of the other: "Mercy K."."""
    by_rest: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for name, own in words.items():
        if any(len(word) == 1 for word in own) and len(own) > 1:
            initial = next(word for word in own if len(word) == 1)
            by_rest.setdefault(tuple(sorted(word for word in own if word != initial)), []).append(
                (initial, name)
            )
    for name, own in words.items() if by_rest else ():
        for index, word in enumerate(own):
            rest = tuple(sorted((*own[:index], *own[index + 1 :])))
            for initial, short in by_rest.get(rest, ()):
                if len(word) > 1 and word.startswith(initial):
                    yield short, name


def _pairs_one_word_apart(words: dict[str, tuple[str, ...]]) -> Iterable[tuple[str, str]]:
    """Yield pairs of names that become equal when one word is replaced by a near word."""
    near = _find_near_words({word for own in words.values() for word in own})
    known: dict[tuple[str, ...], str] = {}
    for name, own in words.items():
        known.setdefault(tuple(sorted(own)), name)
    for name, own in words.items():
        for index, word in enumerate(own if len(own) > 1 else ()):
            for near_word in near.get(word, ()):
                similar_name = known.get(tuple(sorted((*own[:index], near_word, *own[index + 1 :]))))
                if similar_name is not None and similar_name != name:
                    yield name, similar_name


def _find_near_words(words: set[str]) -> dict[str, list[str]]:
    """Map each word to the words at edit distance 1.

    Candidates are found by a shared form with one letter dropped.
    """
    met: dict[str, list[str]] = {}
    for word in words:
        if (
            MIN_WORD_LENGTH <= len(word) <= MAX_WORD_LENGTH
            and word.isalpha()
            and word not in DISTINGUISHING_SUFFIXES
        ):
            for form in {word, *(word[:index] + word[index + 1 :] for index in range(len(word)))}:
                met.setdefault(form, []).append(word)
    near: dict[str, list[str]] = {}
    for similar_words in met.values():
        for index, word_a in enumerate(similar_words):
            for word_b in similar_words[index + 1 :]:
                if word_b not in near.get(word_a, ()) and _are_near(word_a, word_b):
                    near.setdefault(word_a, []).append(word_b)
                    near.setdefault(word_b, []).append(word_a)
    return near


def _are_near(first: str, second: str) -> bool:
    """Return whether two words of names differ by one letter, and not as Mario and Maria do.

    Examples
    --------
    >>> _are_near("harlow", "harloow"), _are_near("mario", "maria")
    (True, False)
    """
    are_two = first[:-1] == second[:-1] and {first[-1:], second[-1:]} == {"a", "o"}
    return OSA.distance(first, second, score_cutoff=1) <= 1 and not are_two
