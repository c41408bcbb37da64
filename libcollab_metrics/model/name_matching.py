"""Spellings that may be one name: proposed with their counts, joined only when somebody says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

import pandas as pd

from libcollab_metrics.model.addresses import TYPED, Columns, address
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.names import KINDS, columns_of, fold, plain, tidy
from libcollab_metrics.model.schema import LIBRARY, PROJECT, SCHEMA
from libcollab_metrics.model.settings import Settings

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


# Partners and programs that one table names and nobody described: told with the nearest name that is known.

Frames = dict[str, pd.DataFrame]
#: Parties of a ledger that are no partner.
RESERVED = (PROJECT, LIBRARY)
#: Tables that know programs; every other only names them.
KNOWING = ("sessions", "participation")
NAMING = ("ledger", "deliveries", "criteria", "outcomes", "notes")
#: Who receives money may be any shop; only a name as close as this to a partner's is taken for one misspelled.
NEAR = 0.8


def unknown_names(frames: Frames, settings: Settings, columns: Columns) -> list[Issue]:
    """Return a note for each sheet and column that names a partner or program nobody described.

    Nothing is told while no partner, or no program, is described at all. Programs are still named as they were typed.
    """
    return [*_partners(frames, columns), *_programs(frames, settings, columns)]


def _partners(frames: Frames, columns: Columns) -> list[Issue]:
    known = _folded([frames["partners"]["name"]])
    if not known:
        return []
    ledger = frames["ledger"]
    places = [("perspectives", "partner_id", _unlike(frames["perspectives"]["partner_id"], known))]
    places += [("ledger", "from_party", _unlike(ledger["from_party"], {**known, **dict.fromkeys(RESERVED, "")}))]
    receivers = _unlike(ledger["to_party"], {**known, **dict.fromkeys(RESERVED, "")})
    places += [("ledger", "to_party", receivers[[bool(_near_known_name(name, known, NEAR)) for name in receivers]])]
    listed = frames["programs"]["partner_ids"].str.split(r"[;\n]", regex=True).explode().str.strip()
    places += [("programs", "partner_ids", _unlike(listed[listed != ""], known))]
    return [issue for table, name, found in places for issue in
            _told("partner-unknown", "partner", frames[table], table, name, found, known, columns)]  # fmt: skip


def _programs(frames: Frames, settings: Settings, columns: Columns) -> list[Issue]:
    programs = frames["programs"]
    written = programs.loc[programs["import_id"].notna(), "name"]  # without those of the settings
    sheets = _folded([*(frames[table]["program_id"] for table in KNOWING), written])
    known = sheets | {fold(name): tidy(name) for name in settings.programs if fold(name) not in sheets}
    if not known:
        return []
    told = [issue for table in NAMING for issue in
            _told("program-unknown", "program", frames[table], table, "program_id",
                  _unlike(frames[table]["program_id"], known), known, columns)]  # fmt: skip
    return [*told, *_of_settings(settings, sheets)]


def _of_settings(settings: Settings, sheets: Mapping[str, str]) -> list[Issue]:
    """A program the settings describe and no sheet names is perhaps misspelled there."""
    return [
        Issue("program-unknown", heading="Program", value=name,
              message=f'No sheet names the program "{name}" of the settings.' + _did_you_mean(name, sheets))
        for name in settings.programs if sheets and fold(name) not in sheets
    ]  # fmt: skip


def _folded(columns: Iterable[pd.Series]) -> dict[str, str]:
    """Folded name → the name as it first stands."""
    names: dict[str, str] = {}
    for column in columns:
        for name in column.dropna().unique():
            names.setdefault(fold(name), tidy(name))
    return names


def _unlike(names: pd.Series, known: Mapping[str, str]) -> pd.Series:
    """The cells whose name is not known; a list of names set apart by commas is left to the links of programs."""
    named = names.dropna()
    strange = [
        name for name in named.unique() if fold(name) not in known
        and not all(fold(part) in known for part in name.split(","))
    ]  # fmt: skip
    return named[named.isin(strange)]


def _near_known_name(name: str, known: Mapping[str, str], cutoff: float = 0.6) -> str:
    """The known name nearest to this one, or nothing."""
    near = get_close_matches(fold(name), list(known), n=1, cutoff=cutoff)
    return known[near[0]] if near else ""


def _told(
    code: str, kind: str, frame: pd.DataFrame, table: str, name: str, found: pd.Series, known: Mapping[str, str],
    columns: Columns,
) -> list[Issue]:  # fmt: skip
    """One issue a sheet, at the cells that bear the names."""
    if found.empty:
        return []
    field = SCHEMA[table].field(name)
    said = {text: _said(kind, text, known) for text in found.unique()}
    rows = frame.loc[found.index, ["import_id", "sheet", "row"]].assign(name=found.to_numpy())
    issues = []
    for sheet, group in rows.groupby(rows["sheet"].fillna(""), sort=False):
        cells = tuple(
            address(int(row), columns.get((str(source), str(sheet), f"{table}.{name}"), 1))
            for source, row in zip(group["import_id"], group["row"], strict=True)
            if not pd.isna(row) and source != TYPED
        )
        message = " ".join(said[text] for text in dict.fromkeys(group["name"]))
        first = str(group["name"].iloc[0])
        issues.append(
            Issue(code, str(sheet), cells[0] if cells else "", cells, field.label, first, message, len(group))
        )
    return issues


def _said(kind: str, text: str, known: Mapping[str, str]) -> str:
    return f'Nobody described a {kind} "{text}".' + _did_you_mean(text, known)


def _did_you_mean(text: str, known: Mapping[str, str]) -> str:
    near = _near_known_name(text, known)
    return f' Did you mean "{near}"?' if near else ""
