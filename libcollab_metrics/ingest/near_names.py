"""Names that may be one person's, spelled in two ways: proposed from memory, never joined unseen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from libcollab_metrics.ingest.body import Body
from libcollab_metrics.ingest.columns import as_text
from libcollab_metrics.ingest.departures import Departures
from libcollab_metrics.ingest.identity import fold_person
from libcollab_metrics.ingest.people import NAME_FIELDS
from libcollab_metrics.ingest.values import same_rows
from libcollab_metrics.model.name_matching import edits
from libcollab_metrics.model.readings import Mapped, NearNames

#: Pairs proposed for one sheet; more would be a list nobody reads.
MOST = 20
#: Letters of a word that is compared; a longer one is no name, and comparing costs the square of its length.
SHORTEST, LONGEST = 3, 60
#: Among more different names than this nobody would look pairs over; they stay as typed.
MOST_NAMES = 10_000
#: Words of a name that tell two people of one family apart.
TELLING = frozenset(("jr", "sr", "ii", "iii", "iv"))


def note_near_names(body: Body, mapping: Sequence[Mapped], same: Sequence[Sequence[str]], log: Departures) -> NearNames:
    """Return near names of a sheet's used rows with their Excel rows, and note each pair by its rows alone.

    `same` are the pairs somebody has already said are one person: they are not proposed again.
    """
    columns = {mapped.field: body.column(mapped) for mapped in reversed(mapping) if mapped.field in NAME_FIELDS}
    parts = [columns[field] for field in NAME_FIELDS if field in columns]
    if not parts:
        return ()
    firsts = np.unique(same_rows([part.codes for part in parts], len(body.used))).tolist()
    if len(firsts) > MOST_NAMES:
        return ()
    names = [" ".join(text for part in parts if (text := as_text(part.distinct[part.codes[row]]))) for row in firsts]
    rows = body.numbers[firsts].tolist()
    said = [{fold_person(name) for name in group} for group in same]
    found = []
    for one, other in near_names(names):
        if not any({fold_person(names[one]), fold_person(names[other])} <= group for group in said):
            found.append((rows[one], names[one], rows[other], names[other]))
            log.add("same-person-perhaps", rows[other], parts[0].number, heading=parts[0].heading,
                    message="the name is near that of another row; read as two people until you say so")  # fmt: skip
    return tuple(found)


def near_names(names: Sequence[str | None]) -> tuple[tuple[int, int], ...]:
    """Return the places of names that may be one person's, first places, at most 20 pairs, in order.

    A pair is near when the words are the same in another order or with an initial more, or when one word
    differs by one letter added, dropped, changed or swapped. Names that fold to the same person are one already;
    words with numbers (Learner 01, Learner 02), Jr. and III, different initials, and a last letter that turns
    Mario into Maria tell two people apart. A look-up a word, so that 10,000 names cost a tenth of a second;
    `note_near_names` looks at no more than that.

    Examples
    --------
    >>> near_names(["Anna Reyes", "Ben Diaz", "Ana Reyes", "REYES, Anna"])
    ((0, 2),)
    """
    first: dict[str, int] = {}
    for place, name in enumerate(names):
        if name and (folded := fold_person(name)):
            first.setdefault(folded, place)
    words = {folded: tuple(folded.split()) for folded in first}
    pairs = {_ordered(first[one], first[other]) for one, other in (*_same_words(words), *_one_word_off(words))}
    return tuple(sorted(pairs)[:MOST])


def _ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _same_words(words: dict[str, tuple[str, ...]]) -> Iterable[tuple[str, str]]:
    """Names of the same words in any order, one of them perhaps with an initial."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, own in words.items():
        long = tuple(sorted(word for word in own if len(word) > 1))
        if len(long) > 1:
            groups.setdefault(long, []).append(name)
    for group in groups.values():
        for other in group[1:]:
            initials = [{word for word in words[name] if len(word) == 1} for name in (group[0], other)]
            if not all(initials) or initials[0] == initials[1]:
                yield group[0], other


def _one_word_off(words: dict[str, tuple[str, ...]]) -> Iterable[tuple[str, str]]:
    """Names that are another name once one word is exchanged for a near one."""
    near = _near_words({word for own in words.values() for word in own})
    known: dict[tuple[str, ...], str] = {}
    for name, own in words.items():
        known.setdefault(tuple(sorted(own)), name)
    for name, own in words.items():
        for place, word in enumerate(own if len(own) > 1 else ()):
            for other in near.get(word, ()):
                found = known.get(tuple(sorted((*own[:place], other, *own[place + 1 :]))))
                if found is not None and found != name:
                    yield name, found


def _near_words(words: set[str]) -> dict[str, list[str]]:
    """Each word → the words one slip away: both are met under a form with one letter dropped."""
    met: dict[str, list[str]] = {}
    for word in words:
        if SHORTEST <= len(word) <= LONGEST and word.isalpha() and word not in TELLING:
            for form in {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}:
                met.setdefault(form, []).append(word)
    near: dict[str, list[str]] = {}
    for alike in met.values():
        for place, one in enumerate(alike):
            for other in alike[place + 1 :]:
                if other not in near.get(one, ()) and edits(one, other, 1) <= 1 and not _two_people(one, other):
                    near.setdefault(one, []).append(other)
                    near.setdefault(other, []).append(one)
    return near


def _two_people(one: str, other: str) -> bool:
    """Mario and Maria, Josefa and Josefo: brother and sister, not a slip."""
    return one[:-1] == other[:-1] and {one[-1], other[-1]} == {"a", "o"}
