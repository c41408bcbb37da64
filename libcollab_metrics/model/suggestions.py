"""Spellings that may be one name: proposed with their counts, joined only when somebody says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from libcollab_metrics.model.joining import KINDS, columns_of
from libcollab_metrics.model.names import fold, plain, tidy

if TYPE_CHECKING:
    import pandas as pd

#: Suggestions shown at once; the names with the most rows come first.
MOST = 20
#: Names of a kind that are compared; of more, those on the most rows.
COMPARED = 500
#: Words that tell two names apart however alike they are, beside numbers and single letters.
NUMERALS = frozenset(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "am", "pm"))


@dataclass(frozen=True)
class NearSpelling:
    """Two spellings of what may be one name: `old`, on fewer rows, may mean `new`; `column` is where a join goes."""

    kind: str
    column: str
    old: str
    old_rows: int
    new: str
    new_rows: int


def names_in_use(tables: Mapping[str, pd.DataFrame], kinds: Iterable[str] = KINDS) -> dict[str, Counter[str]]:
    """Return, for each kind of name, every spelling and on how many rows of the sheets it stands.

    `tables` are those of a dataset or of one import; a row is one row of a sheet, however many tables it fills.
    """
    printed: dict[str, str] = {}
    if "programs" in tables and "program_id" in tables["programs"]:
        known = tables["programs"][["program_id", "name"]].dropna()
        printed = dict(zip(known["program_id"].astype(str), known["name"].astype(str), strict=True))
    return {kind: _count(tables, kind, printed) for kind in kinds}


def _count(tables: Mapping[str, pd.DataFrame], kind: str, printed: Mapping[str, str]) -> Counter[str]:
    import pandas as pd

    parts = []
    for column in columns_of(KINDS[kind]):
        table, name = column.split(".")
        if table in tables and name in tables[table] and len(tables[table]):
            rows = tables[table].reindex(columns=["import_id", "sheet", "row"])
            rows = rows.assign(name=tables[table][name].astype("string")).dropna(subset="name")
            if table == "programs":  # those that only stand for a name on another sheet are no row
                rows = rows.dropna(subset="import_id")
            parts.append(rows)
    if not parts:
        return Counter()
    rows = pd.concat(parts).drop_duplicates()
    named: Counter[str] = Counter()
    for name, count in Counter(rows["name"].astype(str)).items():
        named[printed.get(name, tidy(name))] += count
    return named


def near_spellings(
    names: Mapping[str, Mapping[str, int]],
    known: Mapping[str, Mapping[str, int]] | None = None,
    decided: Iterable[tuple[str, str]] = (),
) -> tuple[NearSpelling, ...]:
    """Return spellings that may be one name, at most 20, those on the most rows first; nothing is joined here.

    Parameters
    ----------
    names : spellings and their rows, by kind, as `names_in_use` gives them.
    known : spellings already in use elsewhere; each pair then has one of `names` in it.
    decided : (column, spelling) pairs somebody has already joined or kept apart: not proposed again.

    Examples
    --------
    >>> near_spellings({"Program": {"Storytime": 31, "Storytym": 2, "Craft": 9}})[0].new
    'Storytime'
    >>> near_spellings({"Program": {"Grade 1": 3, "Grade 2": 4}})
    ()
    """
    done = {(column, fold(spelling)) for column, spelling in decided}
    found = []
    for kind, own in names.items():
        every = Counter(dict(known.get(kind, {}) if known else {}))
        every.update(own)
        column = KINDS[kind]
        own_folded = {fold(name) for name in own}
        for one, other in _near_pairs(name for name, _ in every.most_common(COMPARED)):
            new, old = sorted((one, other), key=lambda name: (-every[name], name))
            new_to_us = fold(one) in own_folded or fold(other) in own_folded
            if new_to_us and (column, fold(old)) not in done:
                found.append(NearSpelling(kind, column, old, every[old], new, every[new]))
    return tuple(sorted(found, key=lambda join: -(join.old_rows + join.new_rows))[:MOST])


def _near_pairs(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of near names, looked for among those that begin alike, end alike, or have the same letters."""
    shapes = {name: _shape(name) for name in names}
    blocks: dict[tuple[str, str], list[str]] = {}
    for name, shape in shapes.items():
        for key in ("begins", shape.letters[:2]), ("ends", shape.letters[-2:]), ("has", "".join(sorted(shape.letters))):
            blocks.setdefault(key, []).append(name)
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        for place, one in enumerate(block):
            for other in block[place + 1 :]:
                if (one, other) not in seen and (other, one) not in seen:
                    seen.add((one, other))
                    if _near(shapes[one], shapes[other]):
                        yield one, other


@dataclass(frozen=True)
class _Shape:
    """A name as it is compared: folded, its telling words, the others and their letters, one bit a kind of letter."""

    folded: str
    telling: tuple[str, ...]
    words: tuple[str, ...]
    letters: str
    kinds: int


def _shape(name: str) -> _Shape:
    words = "".join(letter if letter.isalnum() else " " for letter in plain(name)).split()
    telling = tuple(sorted(word for word in words if _tells_apart(word)))
    free = [word for word in words if not _tells_apart(word)]
    letters = "".join(free)
    kinds = 0
    for letter in letters:
        kinds |= 1 << (ord(letter) & 63)
    return _Shape(fold(name), telling, tuple(sorted(free)), letters, kinds)


def _tells_apart(word: str) -> bool:
    return len(word) == 1 or word in NUMERALS or any(letter.isdigit() for letter in word)


def is_near(one: str, other: str) -> bool:
    """True when two names may be one: a slip of the key or two, words in another order, other punctuation.

    Numbers, single letters and numerals must agree. Equal names, capitals and spaces apart, are not near: they
    are one already.

    Examples
    --------
    >>> is_near("Storytym", "Storytime"), is_near("Reading II", "Reading III"), is_near("Craft", "craft ")
    (True, False, False)
    """
    return _near(_shape(one), _shape(other))


def _near(one: _Shape, other: _Shape) -> bool:
    if one.folded == other.folded or one.telling != other.telling:
        return False
    if one.words == other.words:
        return True
    shortest = min(len(one.letters), len(other.letters))
    allowed = 2 if shortest >= 7 else 1 if shortest >= 4 else 0
    if (one.kinds ^ other.kinds).bit_count() > 2 * allowed:  # too many letters only one of them has
        return False
    return edits(one.letters, other.letters, allowed) <= allowed


def edits(one: str, other: str, most: int = 2) -> int:
    """Return how many letters must be added, dropped, changed or swapped with the next; `most` + 1 when more.

    Examples
    --------
    >>> edits("reyes", "reyse"), edits("ana", "anna"), edits("storytym", "storytime"), edits("ana", "benjamin")
    (1, 1, 2, 3)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    start = _alike(one, other)
    end = _alike(one[:start:-1], other[:start:-1])
    one, other = one[start : len(one) - end], other[start : len(other) - end]
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before_last, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                best = min(best, before_last[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _alike(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
