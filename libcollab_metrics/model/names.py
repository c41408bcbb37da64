"""Name handling: normalization, spelling variants, user merges, and one row per name."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from libcollab_metrics.errors import unknown_name_error
from libcollab_metrics.messages import Message
from libcollab_metrics.model.addresses import cell_reference
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.schema import SCHEMA

if TYPE_CHECKING:
    from libcollab_metrics.model.operations import Merge, Operation

#: A Spanish noun with both endings: "alumno/a", "alumnos/as", "niño(a)", "alumn@s".
_FEMININE = re.compile(r"\b([a-z]{2,})(?:o(s?)\s?(?:/\s?as?|\(as?\))|@(s?))(?![\w.@])")
_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0xAD])


def clean_spaces(text: str) -> str:
    r"""Normalize text for display: Unicode NFC, no invisible characters, single spaces.

    Examples
    --------
    >>> clean_spaces("  Story\u200b   hour ")
    'Story hour'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return " ".join(text.split())


def casefold_name(text: str) -> str:
    """Return the key that identifies a name: spaces normalized, case folded.

    Parameters
    ----------
    text : str
        Name as entered.

    Returns
    -------
    str
        Key.

    Examples
    --------
    >>> casefold_name("Story  HOUR ") == casefold_name("story hour")
    True
    """
    return clean_spaces(text).casefold()


def normalize_heading(text: str) -> str:
    r"""Normalize text for comparison: lower case, no accents, underscores or final punctuation, one gender.

    Examples
    --------
    >>> normalize_heading("N\u00ba de  Asistentes:"), normalize_heading("start_day_utc")
    ('no de asistentes', 'start day utc')
    >>> [normalize_heading(text) for text in ("Ni\u00f1o/a", "Alumnos(as)", "Alumn@s", "ana@correo.mx")]
    ['nino', 'alumnos', 'alumnos', 'ana@correo.mx']
    """
    bare = text.lower()
    if not text.isascii():
        bare = unicodedata.normalize("NFKD", clean_spaces(text)).casefold()
        bare = "".join(c for c in bare if not unicodedata.combining(c))
    if "/" in bare or "(a" in bare or "@" in bare:
        bare = _FEMININE.sub(lambda match: f"{match[1]}o{match[2] or match[3] or ''}", bare)
    return " ".join(bare.replace("_", " ").split()).strip(" .:;?!*¿¡")


def has_phrase(text: str, phrases: Iterable[str]) -> bool:
    """Return whether a text has one of the phrases, whole words without accents and punctuation.

    Examples
    --------
    >>> has_phrase("Counts are FAMILIES, not people!", ["families not"]), has_phrase("Classes", ["class"])
    (True, False)
    """
    words = " ".join(["", *re.findall(r"[^\W_]+", normalize_heading(text)), ""])
    return any(f" {phrase} " in words for phrase in phrases)


def choose_spellings(values: Iterable[str] | Mapping[str, int]) -> dict[str, str]:
    """Map each spelling to the most frequent one with the same key; on a tie to the first seen.

    `values` are spellings in the order seen, or a mapping of spelling → number of occurrences.

    Examples
    --------
    >>> choose_spellings(["Main", "main ", "Main", "Hall"])["main "]
    'Main'
    """
    counts = Counter(values)
    chosen: dict[str, str] = {}
    for spelling, count in counts.items():
        best = chosen.get(casefold_name(spelling))
        if best is None or count > counts[best]:
            chosen[casefold_name(spelling)] = spelling
    return {spelling: clean_spaces(chosen[casefold_name(spelling)]) for spelling in counts}


# Merges of spellings requested by the user; a merge applies to every column with that kind of name.

#: Groups of columns that hold the same kind of name and share their spellings.
SHARED_NAME_COLUMNS = (
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
PROGRAM_COLUMNS = (
    "programs.name",
    *(
        f"{table.name}.program_id"
        for table in SCHEMA.values()
        if any(field.name == "program_id" for field in table.fields)
    ),
)
#: Columns whose cells list several names, by the first column of the kind.
LIST_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"partners.name": ("programs.partner_ids", "sessions.partners")}
)
#: Kinds of names the user may merge → the column that identifies the kind.
NAME_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "Program": "programs.name",
        "Site": "sessions.site",
        "Partner": "partners.name",
        "Language": "sessions.language",
        "Age group": "sessions.age_group",
        "Measure": "outcomes.measure",
    }
)


def columns_with_same_names(column: str) -> tuple[str, ...]:
    """Return all columns with the same kind of name as the given one, itself included.

    Raises
    ------
    LibCollabError
        If the column does not exist; the message suggests the nearest one.
    """
    known = [f"{table.name}.{field.name}" for table in SCHEMA.values() for field in table.fields]
    if column not in known:
        raise unknown_name_error("column", column, known)
    return next((group for group in (PROGRAM_COLUMNS, *SHARED_NAME_COLUMNS) if column in group), (column,))


def active_renames(operations: Iterable[Operation]) -> tuple[Merge, ...]:
    """Return the merges in effect: the last merge of each spelling counts.

    A merge of a spelling with itself cancels an earlier merge of that spelling.

    Parameters
    ----------
    operations : iterable of Operation
        Operations in order; other kinds of operation are ignored.

    Returns
    -------
    tuple of Merge
        Merges in effect, in the order they were made.
    """
    last = _last_renames(operations)
    return tuple(merge for merge in last.values() if casefold_name(merge.old) != casefold_name(merge.new))


def apply_renames_to_name(name: str, column: str, operations: Iterable[Operation]) -> str:
    """Return the name that replaces a given name under the merges in effect, or the name itself."""
    kind = columns_with_same_names(column)
    by_old = {
        casefold_name(merge.old): merge.new
        for merge in active_renames(operations)
        if columns_with_same_names(merge.column) == kind
    }
    return _final_name(casefold_name(name), by_old) if casefold_name(name) in by_old else name


def decided_spellings(operations: Iterable[Operation]) -> tuple[tuple[str, str], ...]:
    """Return every spelling the user has merged or confirmed as different.

    Parameters
    ----------
    operations : iterable of Operation
        Operations in order; other kinds of operation are ignored.

    Returns
    -------
    tuple of (str, str)
        (column, spelling) pairs; the column is the one in `NAME_KINDS` where the kind has one.
    """
    kind_columns = {columns_with_same_names(column): column for column in NAME_KINDS.values()}
    return tuple(
        (kind_columns.get(columns_with_same_names(merge.column), merge.column), merge.old)
        for merge in _last_renames(operations).values()
    )


def _last_renames(operations: Iterable[Operation]) -> dict[tuple[tuple[str, ...], str], Merge]:
    """Return the last merge of each spelling, in the order they were made."""
    from libcollab_metrics.model.operations import Merge

    last: dict[tuple[tuple[str, ...], str], Merge] = {}
    for operation in operations:
        if isinstance(operation, Merge):
            key = (columns_with_same_names(operation.column), casefold_name(operation.old))
            last.pop(key, None)
            last[key] = operation
    return last


def apply_renames(
    frames: dict[str, pd.DataFrame], operations: Sequence[Operation], labels: Mapping[str, str] = NO_LABELS
) -> list[Issue]:
    """Apply the merges in effect to the frames, and report how many cells each one changed.

    `labels` maps the codes of payees in merges to the labels shown on screen.
    """
    active_merges = active_renames(operations)
    wanted: dict[tuple[str, ...], dict[str, str]] = {}
    for merge in active_merges:
        wanted.setdefault(columns_with_same_names(merge.column), {})[casefold_name(merge.old)] = merge.new
    changed: dict[tuple[tuple[str, ...], str], int] = {}
    for columns, by_old in wanted.items():
        ends = {old: _final_name(old, by_old) for old in by_old}
        for column in columns:
            _rename_column(frames, column, ends, changed, columns)
        for column in LIST_COLUMNS.get(columns[0], ()):
            _rename_in_lists(frames, column, ends)
    return [
        _rename_issue(merge, changed[key], labels)
        for merge in active_merges
        if (key := (columns_with_same_names(merge.column), casefold_name(merge.old))) in changed
    ]


def _final_name(old: str, renames: Mapping[str, str]) -> str:
    """Follow a chain of merges: A to B and B to C makes A to C; a cycle ends before it repeats."""
    seen, new = {old}, renames[old]
    while casefold_name(new) in renames and casefold_name(new) not in seen:
        seen.add(casefold_name(new))
        new = renames[casefold_name(new)]
    return new


def _rename_column(
    frames: dict[str, pd.DataFrame],
    column: str,
    final_names: Mapping[str, str],
    changed: dict[tuple[tuple[str, ...], str], int],
    columns: tuple[str, ...],
) -> None:
    table, name = column.split(".")
    values = frames[table][name]
    counts: Mapping[Any, int] = values.value_counts().to_dict()
    new = {
        old: final_names[casefold_name(old)]
        for old in counts
        if isinstance(old, str) and casefold_name(old) in final_names
    }
    for old in new:
        key = (columns, casefold_name(old))
        changed[key] = changed.get(key, 0) + counts[old]
    if new:
        frames[table][name] = values.replace(new)


def _rename_in_lists(frames: dict[str, pd.DataFrame], column: str, final_names: Mapping[str, str]) -> None:
    """Apply merges inside cells that list several names, separated by semicolons or line breaks."""
    table, name = column.split(".")

    def joined(cell: str) -> str:
        parts = [part.strip() for part in cell.replace("\n", ";").split(";")]
        return (
            "; ".join(final_names.get(casefold_name(part), part) for part in parts)
            if any(casefold_name(p) in final_names for p in parts)
            else cell
        )

    frames[table][name] = frames[table][name].map(joined, na_action="ignore").astype("string")


def _rename_issue(merge: Merge, count: int, labels: Mapping[str, str]) -> Issue:
    table, name = merge.column.split(".")
    shown = label_rename(merge, labels)
    if shown == merge:
        message = Message('"{old}" read as "{new}", as you said.', old=shown.old, new=shown.new)
    else:  # the merge of a payee's code with its name
        message = Message('"{old}" read as "{new}".', old=shown.old, new=shown.new)
    return Issue(
        "spelling-joined",
        heading=Message(SCHEMA[table].field(name).label),
        value=shown.old,
        message=message,
        count=count,
    )


def label_rename(merge: Merge, labels: Mapping[str, str]) -> Merge:
    """Return a merge for display, with payee codes replaced by their labels.

    Parameters
    ----------
    merge : Merge
        Merge whose names may be payee codes.
    labels : Mapping[str, str]
        Payee code → label.

    Returns
    -------
    Merge
    """
    return replace(merge, old=labels.get(merge.old, merge.old), new=labels.get(merge.new, merge.new))


# Partners, programs and sites have one row per name: the last known value of each field wins.

#: Tables with one row per name → the field that holds the name.
NAME_FIELDS: Mapping[str, str] = MappingProxyType({"partners": "name", "programs": "name", "sites": "site"})


def deduplicate_by_name(table: str, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Issue]]:
    """Merge rows with the same name, and report values that differ.

    Names are compared by `casefold_name` and stay in order of first appearance. The last known value of each
    field wins; rows without a name are dropped.
    """
    if frame.empty:
        return frame.reset_index(drop=True), []
    named = frame.dropna(subset=NAME_FIELDS[table])
    key = named[NAME_FIELDS[table]].map(casefold_name)
    if not key.duplicated().any():
        return named.reset_index(drop=True), []
    issues = _report_differences(table, named, key)
    return (
        named.groupby(key.to_numpy(), sort=False).last().reset_index(drop=True)[list(frame.columns)],
        issues,
    )


def _report_differences(table: str, named: pd.DataFrame, key: pd.Series) -> list[Issue]:
    """Create one issue per sheet and field for values that a later row of the name overrides."""
    several = key.duplicated(keep=False)
    rows, groups = named[several], key[several]
    issues = []
    for field in SCHEMA[table].typed_fields:
        if field.name == NAME_FIELDS[table]:
            continue
        last = rows[field.name].groupby(groups).transform("last")
        different = rows[(rows[field.name] != last).fillna(False).astype(bool)]
        for sheet, differing in different.groupby(different["sheet"].fillna(""), sort=False):
            cells = tuple(cell_reference(int(row), 1) for row in differing["row"].dropna())
            issues.append(
                Issue(
                    "facts-differ",
                    str(sheet),
                    cells[0] if cells else "",
                    cells,
                    Message(field.label),
                    message=Message(
                        "a later row of the same name says another {field}: that one is used.",
                        field=Message(field.label.lower()),
                    ),
                    count=len(differing),
                )
            )
    return issues
