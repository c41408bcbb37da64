"""When two spellings are one name, and which of them is printed."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from libcollab_metrics.errors import did_you_mean
from libcollab_metrics.model.addresses import address
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.schema import SCHEMA

if TYPE_CHECKING:
    from libcollab_metrics.model.operations import Merge, Operation

_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0xAD])


def tidy(text: str) -> str:
    """Return text as a person sees it: one Unicode form, no invisible characters, single spaces.

    Examples
    --------
    >>> tidy("  Story\\u200b   hour ")
    'Story hour'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return " ".join(text.split())


def fold(text: str) -> str:
    """Return the key under which spellings of a program, site or partner are one: tidied, case folded.

    Examples
    --------
    >>> fold("Story  HOUR ") == fold("story hour")
    True
    """
    return tidy(text).casefold()


def plain(text: str) -> str:
    """Return text for comparing headings and words: folded, without accents, underscores or final punctuation.

    Examples
    --------
    >>> plain("N\\u00ba de  Asistentes:"), plain("start_day_utc")
    ('no de asistentes', 'start day utc')
    """
    bare = text.lower()
    if not text.isascii():
        bare = unicodedata.normalize("NFKD", tidy(text)).casefold()
        bare = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(bare.replace("_", " ").split()).strip(" .:;?!*")


def preferred_spellings(values: Iterable[str] | Mapping[str, int]) -> dict[str, str]:
    """Return spelling → the spelling printed for it: the most frequent of its kind, the first seen on a tie.

    `values` are spellings, or how often each stands, in the order in which they were seen.

    Examples
    --------
    >>> preferred_spellings(["Main", "main ", "Main", "Hall"])["main "]
    'Main'
    """
    counts = Counter(values)
    chosen: dict[str, str] = {}
    for spelling, count in counts.items():
        best = chosen.get(fold(spelling))
        if best is None or count > counts[best]:
            chosen[fold(spelling)] = spelling
    return {spelling: tidy(chosen[fold(spelling)]) for spelling in counts}


# Two spellings become one name because somebody said so: in every column that holds that kind of name.

#: Columns that hold the same kind of name and are spelled alike everywhere.
SAME_NAMES = (
    ("sessions.site", "participation.site", "deliveries.site", "sites.site"),
    (
        "partners.name",
        "perspectives.partner_id",
        "decisions.partner_id",
        "ledger.from_party",
        "ledger.to_party",
        "participation.heard_from",
    ),
    ("sessions.language", "programs.language", "deliveries.language", "participation.mother_tongue"),
    ("sessions.age_group",),
    ("participation.age_group",),
    ("outcomes.measure",),
    ("outcomes.occasion",),
)
NO_LABELS: Mapping[str, str] = MappingProxyType({})
PROGRAMS = (
    "programs.name", *(f"{table.name}.program_id" for table in SCHEMA.values()
                       if any(field.name == "program_id" for field in table.fields)),
)  # fmt: skip
#: Cells that list several names of a kind, by the first column of the kind.
LISTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"partners.name": ("programs.partner_ids", "sessions.partners")}
)
#: Kinds of names a librarian may join, and the column that stands for each.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "Program": "programs.name",
        "Site": "sessions.site",
        "Partner": "partners.name",
        "Language": "sessions.language",
        "Age group": "sessions.age_group",
        "Measure": "outcomes.measure",
    }
)


def columns_of(column: str) -> tuple[str, ...]:
    """Return every column that holds the same kind of name as this one, itself at least.

    Raises
    ------
    LibCollabError : there is no such column; the text names the nearest.
    """
    known = [f"{table.name}.{field.name}" for table in SCHEMA.values() for field in table.fields]
    if column not in known:
        raise did_you_mean("column", column, known)
    return next((group for group in (PROGRAMS, *SAME_NAMES) if column in group), (column,))


def standing_joins(operations: Iterable[Operation]) -> tuple[Merge, ...]:
    """Return the joins that hold: of each spelling the last one counts, and one with itself takes a join back."""
    last = _last_words(operations)
    return tuple(merge for merge in last.values() if fold(merge.old) != fold(merge.new))


def name_after_joins(name: str, column: str, operations: Iterable[Operation]) -> str:
    """Return what a name of a column's kind is read as under the joins that hold; itself without one."""
    kind = columns_of(column)
    by_old = {fold(merge.old): merge.new for merge in standing_joins(operations) if columns_of(merge.column) == kind}
    return _end(fold(name), by_old) if fold(name) in by_old else name


def decided_spellings(operations: Iterable[Operation]) -> tuple[tuple[str, str], ...]:
    """Return (column, spelling) of everything joined or kept apart, by the column that stands for its kind."""
    standing = {columns_of(column): column for column in KINDS.values()}
    return tuple(
        (standing.get(columns_of(merge.column), merge.column), merge.old) for merge in _last_words(operations).values()
    )


def _last_words(operations: Iterable[Operation]) -> dict[tuple[tuple[str, ...], str], Merge]:
    """The last join of each spelling, in the order they were made."""
    from libcollab_metrics.model.operations import Merge

    last: dict[tuple[tuple[str, ...], str], Merge] = {}
    for operation in operations:
        if isinstance(operation, Merge):
            key = (columns_of(operation.column), fold(operation.old))
            last.pop(key, None)
            last[key] = operation
    return last


def join_names(
    frames: dict[str, pd.DataFrame], operations: Sequence[Operation], labels: Mapping[str, str] = NO_LABELS
) -> list[Issue]:
    """Change the frames as the joins say, in every column of a kind; each join reports how many cells it changed.

    `labels` are what payees are called on screens, by the codes that joins hold.
    """
    standing = standing_joins(operations)
    wanted: dict[tuple[str, ...], dict[str, str]] = {}
    for merge in standing:
        wanted.setdefault(columns_of(merge.column), {})[fold(merge.old)] = merge.new
    changed: dict[tuple[tuple[str, ...], str], int] = {}
    for columns, by_old in wanted.items():
        ends = {old: _end(old, by_old) for old in by_old}
        for column in columns:
            _replace(frames, column, ends, changed, columns)
        for column in LISTS.get(columns[0], ()):
            _replace_in_lists(frames, column, ends)
    return [
        _told(merge, changed[key], labels)
        for merge in standing
        if (key := (columns_of(merge.column), fold(merge.old))) in changed
    ]


def _end(old: str, by_old: Mapping[str, str]) -> str:
    """Where a chain of joins leads: A is B and B is C, so A is C; a circle ends where it began."""
    seen, new = {old}, by_old[old]
    while fold(new) in by_old and fold(new) not in seen:
        seen.add(fold(new))
        new = by_old[fold(new)]
    return new


def _replace(
    frames: dict[str, pd.DataFrame], column: str, ends: Mapping[str, str],
    changed: dict[tuple[tuple[str, ...], str], int], columns: tuple[str, ...],
) -> None:  # fmt: skip
    table, name = column.split(".")
    values = frames[table][name]
    counts: Mapping[Any, int] = values.value_counts().to_dict()
    new = {old: ends[fold(old)] for old in counts if isinstance(old, str) and fold(old) in ends}
    for old in new:
        key = (columns, fold(old))
        changed[key] = changed.get(key, 0) + counts[old]
    if new:
        frames[table][name] = values.replace(new)


def _replace_in_lists(frames: dict[str, pd.DataFrame], column: str, ends: Mapping[str, str]) -> None:
    """The same inside cells that list several names, set apart by semicolons or line breaks."""
    table, name = column.split(".")

    def joined(cell: str) -> str:
        parts = [part.strip() for part in cell.replace("\n", ";").split(";")]
        return "; ".join(ends.get(fold(part), part) for part in parts) if any(fold(p) in ends for p in parts) else cell

    frames[table][name] = frames[table][name].map(joined, na_action="ignore").astype("string")


def _told(merge: Merge, count: int, labels: Mapping[str, str]) -> Issue:
    table, name = merge.column.split(".")
    shown = with_labels(merge, labels)
    said = ", as you said" if shown == merge else ""  # a payee is also joined with its own name once that is known
    return Issue(
        "spelling-joined", heading=SCHEMA[table].field(name).label, value=shown.old,
        message=f'"{shown.old}" read as "{shown.new}"{said}.', count=count,
    )  # fmt: skip


def with_labels(merge: Merge, labels: Mapping[str, str]) -> Merge:
    """Return a join as screens show it: labels in the place of the codes of payees."""
    return replace(merge, old=labels.get(merge.old, merge.old), new=labels.get(merge.new, merge.new))


# Partners, programs and sites are one row a name: what stands or was typed last counts, field by field.

#: The tables with one row a name, and the field that is the name.
NAMED: Mapping[str, str] = MappingProxyType({"partners": "name", "programs": "name", "sites": "site"})


def one_row_a_name(table: str, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Issue]]:
    """Return the table with one row for each folded name, in the order they first stand, and what differed.

    Of each field the last known value counts; rows without a name are dropped.
    """
    named = frame.dropna(subset=NAMED[table])
    key = named[NAMED[table]].map(fold)
    if not key.duplicated().any():
        return named.reset_index(drop=True), []
    issues = _differences(table, named, key)
    return named.groupby(key.to_numpy(), sort=False).last().reset_index(drop=True)[list(frame.columns)], issues


def _differences(table: str, named: pd.DataFrame, key: pd.Series) -> list[Issue]:
    """One issue a sheet and field for values that a later row of the same name says otherwise."""
    several = key.duplicated(keep=False)
    rows, groups = named[several], key[several]
    issues = []
    for field in SCHEMA[table].typed:
        if field.name == NAMED[table]:
            continue
        last = rows[field.name].groupby(groups).transform("last")
        other = rows[(rows[field.name] != last).fillna(False).astype(bool)]
        for sheet, found in other.groupby(other["sheet"].fillna(""), sort=False):
            cells = tuple(address(int(row), 1) for row in found["row"].dropna())
            issues.append(
                Issue("facts-differ", str(sheet), cells[0] if cells else "", cells, field.label,
                      message=f"a later row of the same name says another {field.label.lower()}: that one is used.",
                      count=len(found))
            )  # fmt: skip
    return issues
