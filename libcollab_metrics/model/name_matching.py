"""Similar names: how many typos are allowed, how many are proposed; names without a description.

Similar spellings are only proposed; they are merged when the user confirms it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

import pandas as pd
from rapidfuzz.distance import OSA

from libcollab_metrics.messages import Message, join_messages
from libcollab_metrics.model.addresses import TYPED, Columns, cell_reference
from libcollab_metrics.model.dataset import Frames
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.names import (
    NAME_KINDS,
    casefold_name,
    clean_spaces,
    columns_with_same_names,
    normalize_heading,
)
from libcollab_metrics.model.schema import LIBRARY, PROJECT, SCHEMA
from libcollab_metrics.model.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

#: Maximum number of suggestions; names with the most rows come first.
MAX_SUGGESTIONS = 20
#: Maximum number of names of a kind that are compared; those with the most rows come first.
MAX_COMPARED_NAMES = 500
#: Words that, like numbers and single letters, always distinguish two names.
NUMERALS = frozenset(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "am", "pm"))


@dataclass(frozen=True)
class NearSpelling:
    """Two spellings that may be the same name.

    Attributes
    ----------
    kind : str
        Kind of name, a key of `NAME_KINDS`.
    column : str
        Column ("sessions.site") of a merge that would combine them.
    old : str
        Spelling on fewer rows.
    old_rows : int
        Number of rows with `old`.
    new : str
        Spelling on more rows.
    new_rows : int
        Number of rows with `new`.
    """

    kind: str
    column: str
    old: str
    old_rows: int
    new: str
    new_rows: int

    @property
    def is_likely_same(self) -> bool:
        """Whether the spellings differ only in capital letters, dots and spaces around them."""
        return _without_dots(self.old) == _without_dots(self.new)


def _without_dots(name: str) -> str:
    return " ".join(name.replace(".", " ").casefold().split())


def count_names(
    tables: Mapping[str, pd.DataFrame], kinds: Iterable[str] = NAME_KINDS
) -> dict[str, Counter[str]]:
    """Count, for each kind of name, the rows in which every spelling occurs.

    Parameters
    ----------
    tables : Mapping[str, DataFrame]
        Tables of a dataset or of one import.
    kinds : iterable of str
        Kinds of names, keys of `NAME_KINDS`.

    Returns
    -------
    dict of str to Counter
        Kind → spelling → number of sheet rows. A sheet row counts once, even if it fills several tables.
    """
    printed: dict[str, str] = {}
    if "programs" in tables and "program_id" in tables["programs"]:
        known = tables["programs"][["program_id", "name"]].dropna()
        printed = dict(zip(known["program_id"].astype(str), known["name"].astype(str), strict=True))
    return {kind: _count_names(tables, kind, printed) for kind in kinds}


def _count_names(
    tables: Mapping[str, pd.DataFrame], kind: str, names_by_id: Mapping[str, str]
) -> Counter[str]:
    import pandas as pd

    parts = []
    for column in columns_with_same_names(NAME_KINDS[kind]):
        table, name = column.split(".")
        if table in tables and name in tables[table] and len(tables[table]):
            rows = tables[table].reindex(columns=["import_id", "sheet", "row"])
            rows = rows.assign(name=tables[table][name].astype("string")).dropna(subset="name")
            if table == "programs":  # rows derived from other sheets do not count
                rows = rows.dropna(subset="import_id")
            parts.append(rows)
    if not parts:
        return Counter()
    rows = pd.concat(parts).drop_duplicates()
    named: Counter[str] = Counter()
    for name, count in Counter(rows["name"].astype(str)).items():
        named[names_by_id.get(name, clean_spaces(name))] += count
    return named


def propose_near_spellings(
    names: Mapping[str, Mapping[str, int]],
    known: Mapping[str, Mapping[str, int]] | None = None,
    decided: Iterable[tuple[str, str]] = (),
) -> tuple[NearSpelling, ...]:
    """Propose pairs of spellings that may be the same name; nothing is merged.

    Parameters
    ----------
    names : Mapping[str, Mapping[str, int]]
        Kind → spelling → number of rows, as returned by `count_names`.
    known : Mapping[str, Mapping[str, int]], optional
        Spellings already in use elsewhere; each proposed pair then contains at least one of `names`.
    decided : iterable of (str, str)
        (column, spelling) pairs that were already merged or confirmed as different: not proposed again.

    Returns
    -------
    tuple of NearSpelling
        At most 20 pairs, those with the most rows first.

    Examples
    --------
    >>> propose_near_spellings({"Program": {"Storytime": 31, "Storytym": 2, "Craft": 9}})[0].new
    'Storytime'
    >>> propose_near_spellings({"Program": {"Grade 1": 3, "Grade 2": 4}})
    ()
    """
    done = {(column, casefold_name(spelling)) for column, spelling in decided}
    suggestions = []
    for kind, own in names.items():
        every = Counter(dict(known.get(kind, {}) if known else {}))
        every.update(own)
        column = NAME_KINDS[kind]
        own_folded = {casefold_name(name) for name in own}
        for name_a, name_b in _near_pairs(name for name, _ in every.most_common(MAX_COMPARED_NAMES)):
            new, old = sorted((name_a, name_b), key=lambda name: (-every[name], name))
            new_to_us = casefold_name(name_a) in own_folded or casefold_name(name_b) in own_folded
            if new_to_us and (column, casefold_name(old)) not in done:
                suggestions.append(NearSpelling(kind, column, old, every[old], new, every[new]))
    return tuple(sorted(suggestions, key=lambda join: -(join.old_rows + join.new_rows))[:MAX_SUGGESTIONS])


def _near_pairs(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of near names among those that share a prefix, a suffix or all letters."""
    shapes = {name: _name_shape(name) for name in names}
    blocks: dict[tuple[str, str], list[str]] = {}
    for name, shape in shapes.items():
        for key in (
            ("begins", shape.letters[:2]),
            ("ends", shape.letters[-2:]),
            ("has", "".join(sorted(shape.letters))),
        ):
            blocks.setdefault(key, []).append(name)
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        for index, name_a in enumerate(block):
            for name_b in block[index + 1 :]:
                if (name_a, name_b) not in seen and (name_b, name_a) not in seen:
                    seen.add((name_a, name_b))
                    if _is_near_shape(shapes[name_a], shapes[name_b]):
                        yield name_a, name_b


@dataclass(frozen=True)
class _Shape:
    """A name prepared for comparison.

    `distinguishing_words` holds the words that must agree, `words` the others, `letters` their letters in
    order.
    """

    casefolded: str
    distinguishing_words: tuple[str, ...]
    words: tuple[str, ...]
    letters: str


def _name_shape(name: str) -> _Shape:
    words = "".join(letter if letter.isalnum() else " " for letter in normalize_heading(name)).split()
    distinguishing = tuple(sorted(word for word in words if _is_distinguishing(word)))
    free = [word for word in words if not _is_distinguishing(word)]
    return _Shape(casefold_name(name), distinguishing, tuple(sorted(free)), "".join(free))


def _is_distinguishing(word: str) -> bool:
    return len(word) == 1 or word in NUMERALS or any(letter.isdigit() for letter in word)


def is_near(left: str, right: str) -> bool:
    """Return whether two names may be the same: one or two typos, word order, punctuation.

    Numbers, single letters and numerals must agree. Names that differ only in case and spaces are not near:
    they are already the same name.

    Examples
    --------
    >>> is_near("Storytym", "Storytime"), is_near("Reading II", "Reading III"), is_near("Craft", "craft ")
    (True, False, False)
    """
    return _is_near_shape(_name_shape(left), _name_shape(right))


def _is_near_shape(left: _Shape, right: _Shape) -> bool:
    if left.casefolded == right.casefolded or left.distinguishing_words != right.distinguishing_words:
        return False
    if left.words == right.words:
        return True
    shortest = min(len(left.letters), len(right.letters))
    allowed = 2 if shortest >= 7 else 1 if shortest >= 4 else 0
    return OSA.distance(left.letters, right.letters, score_cutoff=allowed) <= allowed


# Partners and programs that a table names but that have no description: reported with the nearest known name.

#: Ledger parties that are not partners.
OWN_PARTIES = (PROJECT, LIBRARY)
#: Tables whose program names are taken as known; the tables in `PROGRAM_REFERENCES` only refer to programs.
PROGRAM_SOURCES = ("sessions", "participation")
PROGRAM_REFERENCES = ("ledger", "deliveries", "criteria", "outcomes", "notes")
#: Minimum similarity for a receiver to be reported as a misspelled partner: any shop may receive money.
MIN_SIMILARITY = 0.8


def report_unknown_names(frames: Frames, settings: Settings, columns: Columns) -> list[Issue]:
    """Return a note for each sheet and column with partners or programs that are not described.

    Nothing is reported while no partner, or no program, is described at all. Must run before program names
    are replaced by ids.
    """
    return [*_report_unknown_partners(frames, columns), *_report_unknown_programs(frames, settings, columns)]


def _report_unknown_partners(frames: Frames, columns: Columns) -> list[Issue]:
    known = _names_by_key([frames["partners"]["name"]])
    if not known:
        return []
    ledger = frames["ledger"]
    places = [("perspectives", "partner_id", _unknown_cells(frames["perspectives"]["partner_id"], known))]
    places += [
        (
            "ledger",
            "from_party",
            _unknown_cells(ledger["from_party"], {**known, **dict.fromkeys(OWN_PARTIES, "")}),
        )
    ]
    receivers = _unknown_cells(ledger["to_party"], {**known, **dict.fromkeys(OWN_PARTIES, "")})
    places += [
        (
            "ledger",
            "to_party",
            receivers[[bool(_find_near_name(name, known, MIN_SIMILARITY)) for name in receivers]],
        )
    ]
    listed = frames["programs"]["partner_ids"].str.split(r"[;\n]", regex=True).explode().str.strip()
    places += [("programs", "partner_ids", _unknown_cells(listed[listed != ""], known))]
    return [
        issue
        for table, name, unknown in places
        for issue in _create_issues(
            "partner-unknown", "partner", frames[table], table, name, unknown, known, columns
        )
    ]


def _report_unknown_programs(frames: Frames, settings: Settings, columns: Columns) -> list[Issue]:
    programs = frames["programs"]
    # excludes programs known only from the settings
    written = programs.loc[programs["import_id"].notna(), "name"]
    sheets = _names_by_key([*(frames[table]["program_id"] for table in PROGRAM_SOURCES), written])
    known = sheets | {
        casefold_name(name): clean_spaces(name)
        for name in settings.programs
        if casefold_name(name) not in sheets
    }
    if not known:
        return []
    issues = [
        issue
        for table in PROGRAM_REFERENCES
        for issue in _create_issues(
            "program-unknown",
            "program",
            frames[table],
            table,
            "program_id",
            _unknown_cells(frames[table]["program_id"], known),
            known,
            columns,
        )
    ]
    return [*issues, *_report_settings_programs(settings, sheets)]


def _report_settings_programs(settings: Settings, sheets: Mapping[str, str]) -> list[Issue]:
    """Report programs in the settings that occur in no sheet: they may be misspelled."""
    return [
        Issue(
            "program-unknown",
            heading=Message("Program"),
            value=name,
            message=_with_suggestion(
                Message('No sheet names the program "{name}" of the settings.', name=name), name, sheets
            ),
        )
        for name in settings.programs
        if sheets and casefold_name(name) not in sheets
    ]


def _names_by_key(columns: Iterable[pd.Series]) -> dict[str, str]:
    """Return case-folded name → first spelling."""
    names: dict[str, str] = {}
    for column in columns:
        for name in column.dropna().unique():
            names.setdefault(casefold_name(name), clean_spaces(name))
    return names


def _unknown_cells(names: pd.Series, known: Mapping[str, str]) -> pd.Series:
    """Return the cells with an unknown name; comma-separated lists of known names are skipped."""
    named = names.dropna()
    strange = [
        name
        for name in named.unique()
        if casefold_name(name) not in known
        and not all(casefold_name(part) in known for part in name.split(","))
    ]
    return named[named.isin(strange)]


def _find_near_name(name: str, known: Mapping[str, str], cutoff: float = 0.6) -> str:
    """Return the nearest known name, or an empty string."""
    near = get_close_matches(casefold_name(name), list(known), n=1, cutoff=cutoff)
    return known[near[0]] if near else ""


def _create_issues(
    code: str,
    kind: str,
    frame: pd.DataFrame,
    table: str,
    name: str,
    unknown: pd.Series,
    known: Mapping[str, str],
    columns: Columns,
) -> list[Issue]:
    """Create one issue per sheet, with the cells that contain the names."""
    if unknown.empty:
        return []
    field = SCHEMA[table].field(name)
    messages = {text: _unknown_name_message(kind, text, known) for text in unknown.unique()}
    rows = frame.loc[unknown.index, ["import_id", "sheet", "row"]].assign(name=unknown.to_numpy())
    issues = []
    for sheet, group in rows.groupby(rows["sheet"].fillna(""), sort=False):
        cells = tuple(
            cell_reference(int(row), columns.get((str(source), str(sheet), f"{table}.{name}"), 1))
            for source, row in zip(group["import_id"], group["row"], strict=True)
            if not pd.isna(row) and source != TYPED
        )
        message = join_messages(" ", [messages[text] for text in dict.fromkeys(group["name"])])
        first = str(group["name"].iloc[0])
        issues.append(
            Issue(
                code,
                str(sheet),
                cells[0] if cells else "",
                cells,
                Message(field.label),
                first,
                message,
                len(group),
            )
        )
    return issues


def _unknown_name_message(kind: str, text: str, known: Mapping[str, str]) -> str:
    described = Message('No one described a {kind} "{name}".', kind=Message(kind), name=text)
    return _with_suggestion(described, text, known)


def _with_suggestion(message: Message, text: str, known: Mapping[str, str]) -> Message:
    near = _find_near_name(text, known)
    return join_messages(" ", [message, Message('Did you mean "{name}"?', name=near)]) if near else message
