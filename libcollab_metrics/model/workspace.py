"""Workspace: steps with undo, deletion of a file or person, and recognition of files imported before."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

import pandas as pd

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.messages import Message, plural_message
from libcollab_metrics.model.addresses import TYPED, RowAddress
from libcollab_metrics.model.dataset import Dataset, conform_frame
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.operations import Answer, Edit, Import, Merge, Operation, Sent, Setting, Step
from libcollab_metrics.model.payees import PAYEE_COLUMN, payee_code
from libcollab_metrics.model.replay import replay_operations
from libcollab_metrics.model.schema import SCHEMA
from libcollab_metrics.model.settings import Settings


@dataclass(frozen=True)
class Workspace:
    """Immutable, append-only sequence of steps; every change returns a new workspace.

    Attributes
    ----------
    steps : tuple of Step
        Steps in effect, each with one or more operations.
    undone_steps : tuple of Step
        Undone steps, the next one to redo last; appending a step clears them.

    Examples
    --------
    >>> workspace = Workspace().append(Setting({"population": 120}))
    >>> workspace.dataset().settings.population
    120
    >>> workspace.undo().dataset().settings.population is None
    True
    >>> workspace.undo().redo().dataset().settings.population
    120
    """

    steps: tuple[Step, ...] = ()
    undone_steps: tuple[Step, ...] = ()

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """Operations in effect, in order; a file that a newer version replaces is not among them."""
        listed = [operation for step in self.steps for operation in step]
        replaced = {op.replaces for op in listed if isinstance(op, Import) and op.replaces}
        return tuple(op for op in listed if not (isinstance(op, Import) and op.sha256 in replaced))

    def append(self, *operations: Operation) -> Workspace:
        """Return the workspace with one more step.

        Parameters
        ----------
        *operations : Operation
            Operations of the step; without any, the workspace is returned unchanged.

        Returns
        -------
        Workspace

        Raises
        ------
        LibCollabError
            If a file has already been imported, or a setting is invalid.
        """
        files = dict(self.files)
        for operation in operations:
            if isinstance(operation, Import):
                if operation.sha256 in files:
                    raise already_imported_error(files[operation.sha256])
                files[operation.sha256] = operation.reading.name
            if isinstance(operation, Setting):
                Settings().with_values(operation.values)
        return Workspace((*self.steps, operations)) if operations else self

    def undo(self) -> Workspace:
        """Return the workspace without its last step; an empty one is unchanged.

        Returns
        -------
        Workspace
        """
        return Workspace(self.steps[:-1], (*self.undone_steps, *self.steps[-1:]))

    def redo(self) -> Workspace:
        """Return the workspace with the last undone step restored; unchanged if there is none.

        Returns
        -------
        Workspace
        """
        return Workspace((*self.steps, *self.undone_steps[-1:]), self.undone_steps[:-1])

    @property
    def files(self) -> Mapping[str, str]:
        """Imported files: SHA-256 → name."""
        imports = (op for op in self.operations if isinstance(op, Import))
        return MappingProxyType({op.sha256: op.reading.name for op in imports})

    @property
    def sent_documents(self) -> tuple[Sent, ...]:
        """Documents that were sent, the latest last."""
        return tuple(operation for operation in self.operations if isinstance(operation, Sent))

    @cached_property
    def version(self) -> str:
        """Cache key that changes whenever the dataset may change; sent documents do not affect it."""
        digest = hashlib.sha256()
        for operation in self.operations:
            if not isinstance(operation, Sent):
                digest.update(
                    operation.identity if isinstance(operation, Import) else repr(operation).encode()
                )
        return digest.hexdigest()[:16]

    def dataset(self) -> Dataset:
        """Replay all operations in effect.

        Returns
        -------
        Dataset
        """
        return replay_operations(self.operations, self.version)


def already_imported_error(name: str) -> LibCollabError:
    """Return the error for a file that has already been imported under `name`."""
    return LibCollabError(
        Message(
            '"{name}" is already here, byte for byte. Nothing was added; remove the earlier one first if you '
            "want to read it again.",
            name=name,
        )
    )


# Deletion on request of a file or a person, as if it had never been imported; the deletion itself is
# reported.
# Steps are otherwise append-only: here, steps with deleted data are rewritten without it, undone ones
# included.

#: Columns that identify a person by a pseudonym made by the reader, never by name.
PEOPLE = ("person_key", "respondent_key")
#: Answers that quote names of people as typed; they are in memory only.
_NAMING_ANSWERS = ("same_person", "different_people")


@dataclass(frozen=True)
class Deletion:
    """Result of a deletion.

    Attributes
    ----------
    steps : tuple of Step
        The steps after the deletion, one for each given: empty if nothing is left of it, and the same object
        if unchanged.
    rows : int
        Number of deleted rows.
    """

    steps: tuple[Step, ...]
    rows: int


def delete_file(steps: Iterable[Step], sha256: str) -> Deletion:
    """Delete a file: its rows, its reading, answers confirmed with it, and changes to its rows.

    Parameters
    ----------
    steps : iterable of Step
        All steps, undone ones included.
    sha256 : str
        SHA-256 of the file.

    Returns
    -------
    Deletion
    """
    forgotten = _RowCounter()

    def left(step: Step) -> Step:
        if any(isinstance(operation, Import) and operation.sha256 == sha256 for operation in step):
            forgotten.count += sum(
                _count_rows(operation) for operation in step if _is_file(operation, sha256)
            )
            return tuple(op for op in step if not _is_file(op, sha256) and not isinstance(op, Answer))
        new = tuple(op for op in (_remove_addresses(op, sha256) for op in step) if op is not None)
        return step if [*map(id, new)] == [*map(id, step)] else new

    return Deletion(tuple(left(step) for step in steps), forgotten.count)


def delete_person(steps: Iterable[Step], code: str, day: date) -> Deletion:
    """Delete a person: all rows, read or typed, and all changes to them.

    Each import and each typed table that lost rows gets an issue with the number of rows and the day, without
    identifying the person.

    Parameters
    ----------
    steps : iterable of Step
        All steps, undone ones included.
    code : str
        Pseudonym of the person; codes merged with it are the same person.
    day : date
        Day of the deletion.

    Returns
    -------
    Deletion
        Unchanged, with 0 rows, if the person does not occur.
    """
    steps = tuple(steps)
    codes = _merged_codes(code, (operation for step in steps for operation in step))
    places = _new_addresses([operation for step in steps for operation in step], codes)
    forgotten = _RowCounter()

    def left(operation: Operation) -> Operation | None:
        if isinstance(operation, Import):
            return _delete_from_import(operation, codes, day, forgotten)
        if isinstance(operation, Edit):
            return _delete_from_edit(operation, codes, places.get(operation.table, {}), day, forgotten)
        if isinstance(operation, Merge) and codes & {operation.old, operation.new}:
            return None
        if isinstance(operation, Answer):
            return replace(
                operation, answers={k: v for k, v in operation.answers.items() if k not in _NAMING_ANSWERS}
            )
        return operation

    remaining = tuple(tuple(op for op in map(left, step) if op is not None) for step in steps)
    return Deletion(remaining, forgotten.count) if forgotten.count else Deletion(steps, 0)


def delete_in_workspace(
    workspace: Workspace, deletion: Callable[[Iterable[Step]], Deletion]
) -> tuple[Workspace, int]:
    """Apply a deletion to a workspace that is in memory only.

    Parameters
    ----------
    workspace : Workspace
        Workspace, with its undone steps.
    deletion : callable
        Deletion that takes all steps and returns `Deletion`.

    Returns
    -------
    tuple of (Workspace, int)
        The workspace without the data, and the number of deleted rows.
    """
    everything = (*workspace.steps, *workspace.undone_steps[::-1])
    done = deletion(everything)
    steps = tuple(step for step in done.steps[: len(workspace.steps)] if step)
    back = tuple(step for step in done.steps[len(workspace.steps) :][::-1] if step)
    return Workspace(steps, back), done.rows


class _RowCounter:
    """Counter of deleted rows."""

    count = 0


def _is_file(operation: Operation, sha256: str) -> bool:
    return isinstance(operation, Import) and operation.sha256 == sha256


def _count_rows(operation: Operation) -> int:
    return sum(len(frame) for frame in operation.tables.values()) if isinstance(operation, Import) else 0


def _remove_addresses(operation: Operation, sha256: str) -> Operation | None:
    """Remove changes to a file's rows from an edit; None if it did nothing else."""
    if not isinstance(operation, Edit):
        return operation
    own = sha256[:12]
    changed = tuple((where, values) for where, values in operation.changed if where.import_id != own)
    removed = tuple(where for where in operation.removed if where.import_id != own)
    if (changed, removed) == (operation.changed, operation.removed):
        return operation
    return (
        replace(operation, changed=changed, removed=removed) if operation.rows or changed or removed else None
    )


def _merged_codes(code: str, operations: Iterable[Operation]) -> set[str]:
    """Return the code and all codes merged with it, directly or indirectly."""
    pairs = [
        {op.old, op.new}
        for op in operations
        if isinstance(op, Merge) and op.column.rpartition(".")[2] in PEOPLE
    ]
    codes = {code}
    while more := {code for pair in pairs if pair & codes for code in pair} - codes:
        codes |= more
    return codes


def _is_person(values: Mapping[str, Any], codes: set[str]) -> bool:
    return any(values.get(name) in codes for name in PEOPLE)


def _is_person_row(frame: pd.DataFrame, codes: set[str]) -> pd.Series:
    """Flag the rows of the person."""
    mask = pd.Series(False, index=frame.index)
    for name in PEOPLE:
        if name in frame:
            mask |= frame[name].isin(list(codes)).fillna(False).astype(bool)
    return mask


#: Old address of a row → its new address after the deletion; None for a deleted row.
_NewAddresses = Mapping[RowAddress, RowAddress | None]


def _new_addresses(
    operations: Iterable[Operation], codes: set[str]
) -> dict[str, dict[RowAddress, RowAddress | None]]:
    """Return, by table, the new address of every row that moves.

    Rows with the same import and Excel row as a deleted row are renumbered.
    """
    moved: dict[str, dict[RowAddress, RowAddress | None]] = {}
    numbers: dict[str, int] = {}
    for operation in operations:
        if isinstance(operation, Import):
            for table, frame in operation.tables.items():
                if table in SCHEMA:
                    moved.setdefault(table, {}).update(_moved_rows(conform_frame(table, frame), codes))
        elif isinstance(operation, Edit):
            first = numbers.get(operation.table, 0) + 1
            numbers[operation.table] = first + len(operation.rows) - 1
            deleted = (n for n, row in enumerate(operation.rows, first) if _is_person(row, codes))
            moved.setdefault(operation.table, {}).update(
                {RowAddress(TYPED, "", number): None for number in deleted}
            )
    return moved


def _moved_rows(frame: pd.DataFrame, codes: set[str]) -> _NewAddresses:
    hers = _is_person_row(frame, codes)
    if not hers.any():
        return {}
    same_row = frame[frame["row"].isin(frame.loc[hers, "row"].dropna())]
    moved: dict[RowAddress, RowAddress | None] = {}
    for _, rows in same_row.groupby(["import_id", "row"], sort=False):
        own, row, part = rows["import_id"].iloc[0], rows["row"].iloc[0], 0
        for number, index in enumerate(rows.index):
            where = RowAddress(str(own), "", int(row), number)
            moved[where] = None if hers[index] else RowAddress(str(own), "", int(row), part)
            part += not hers[index]
    return moved


def _delete_from_import(imported: Import, codes: set[str], day: date, counter: _RowCounter) -> Import:
    tables, issues = dict(imported.tables), []
    for table, frame in imported.tables.items():
        hers = _is_person_row(frame, codes)
        if not hers.any():
            continue
        tables[table] = frame[~hers].reset_index(drop=True)
        counter.count += int(hers.sum())
        for sheet, rows in frame[hers].groupby("sheet", sort=False, dropna=False):
            issues.append(_deletion_issue("" if pd.isna(sheet) else str(sheet), len(rows), day))
    if not issues:
        return imported
    return replace(
        imported, tables=tables, issues=(*imported.issues, *issues), reading=imported.reading.without_rows()
    )


def _delete_from_edit(
    edit: Edit, codes: set[str], new_addresses: _NewAddresses, day: date, counter: _RowCounter
) -> Edit | None:
    """Remove a person from an edit; a typed row of the person keeps only its number."""
    hers = sum(_is_person(row, codes) for row in edit.rows)
    rows = tuple({} if _is_person(row, codes) else row for row in edit.rows)
    changed, removed = [], []
    for where, values in edit.changed:
        new = new_addresses.get(where, where)
        if new is not None and not _is_person(values, codes):
            changed.append((replace(new, sheet=where.sheet), values))
        elif new is not None:  # another person's row was reassigned to this person
            removed.append(replace(new, sheet=where.sheet))
            hers += 1
    removed += [
        replace(new, sheet=where.sheet) for where in edit.removed if (new := new_addresses.get(where, where))
    ]
    counter.count += hers
    issues = (*edit.issues, *([_deletion_issue("", hers, day)] if hers else []))
    made = replace(edit, rows=rows, changed=tuple(changed), removed=tuple(removed), issues=issues)
    return made if made.rows or made.changed or made.removed else None


def _deletion_issue(sheet: str, count: int, day: date) -> Issue:
    message = plural_message(
        count, "{count} row was deleted on {day}.", "{count} rows were deleted on {day}.", day=day.isoformat()
    )
    return Issue("person-forgotten", sheet, message=message, count=count)


# Recognition of a sheet that was saved again, by the rows read from it, regardless of the program that wrote
# it.

#: Tables that identify a sheet; notes are excluded because they may not be stored.
_CONTENT_TABLES = set(SCHEMA) - {"notes"}


def content_hash(imported: Import, key: bytes = b"") -> str:
    """Return a digest of the rows read, for recognizing the same content in another file.

    Order, position and spelling of the rows, the file, the sheet and the Excel row do not affect the digest.
    Notes and other free text are excluded, so that a workspace that does not store them recognizes the sheet
    too. Pseudonyms of people and payees match only under the same secret key.

    Parameters
    ----------
    imported : Import
        Import to identify.
    key : bytes
        Secret key of the workspace; with it, a payee's name matches its code.

    Returns
    -------
    str
        SHA-256 in hexadecimal; empty without rows.
    """
    made = hashlib.sha256()
    rows = 0
    for name in sorted(_CONTENT_TABLES & set(imported.tables)):
        frame = _content_frame(name, imported.tables[name], key)
        rows += len(frame)
        if len(frame):
            made.update(name.encode())
            made.update(pd.util.hash_pandas_object(frame, index=False).sort_values().to_numpy().tobytes())
    return made.hexdigest() if rows else ""


def find_existing_import(imported: Import, workspace: Workspace, key: bytes = b"") -> str:
    """Return the name of an imported file with the same rows.

    Parameters
    ----------
    imported : Import
        Import to look for.
    workspace : Workspace
        Workspace with the files already imported.
    key : bytes
        Secret key of the workspace; with it, a payee's name matches its code.

    Returns
    -------
    str
        Name of the file; empty if there is none.
    """
    as_many = [
        op
        for op in workspace.operations
        if isinstance(op, Import) and _table_sizes(op) == _table_sizes(imported)
    ]
    content = content_hash(imported, key) if as_many else ""
    return next(
        (earlier.reading.name for earlier in as_many if content and content_hash(earlier, key) == content), ""
    )


#: Share of the rows of an earlier file that a newer version of it repeats at least, and fewest rows compared.
MIN_REPEATED_SHARE, MIN_COMPARED_ROWS = 0.6, 3


@dataclass(frozen=True)
class EarlierVersion:
    """An imported file of which another file seems to be a newer version.

    Attributes
    ----------
    sha256, name : str
        SHA-256 and name of the earlier file.
    same, added, removed : int
        Number of rows that both have, that only the newer one has, and that only the earlier one has. A
        changed row is one of each of the last two.
    """

    sha256: str
    name: str
    same: int
    added: int
    removed: int


def find_earlier_version(imported: Import, workspace: Workspace, key: bytes = b"") -> EarlierVersion | None:
    """Return the imported file whose rows another file repeats most, if it repeats most of them.

    Parameters
    ----------
    imported : Import
        File that may be a newer version.
    workspace : Workspace
        Workspace with the files already imported.
    key : bytes
        Secret key of the workspace; with it, a payee's name matches its code.

    Returns
    -------
    EarlierVersion or None
        None if no file has at least `MIN_REPEATED_SHARE` of its rows in the other one.
    """
    newer = _count_rows_by_content(imported, key)
    found = []
    for earlier in (op for op in workspace.operations if isinstance(op, Import)):
        older = _count_rows_by_content(earlier, key)
        same, rows = (newer & older).total(), older.total()
        if rows >= MIN_COMPARED_ROWS and same >= MIN_REPEATED_SHARE * rows:
            added = newer.total() - same
            found.append(EarlierVersion(earlier.sha256, earlier.reading.name, same, added, rows - same))
    return max(found, key=lambda version: version.same, default=None)


def _count_rows_by_content(imported: Import, key: bytes) -> Counter[tuple[str, int]]:
    """Count the rows of a file by table and content."""
    counted: Counter[tuple[str, int]] = Counter()
    for name in sorted(_CONTENT_TABLES & set(imported.tables)):
        frame = _content_frame(name, imported.tables[name], key)
        hashes = pd.util.hash_pandas_object(frame, index=False).tolist() if len(frame) else []
        counted.update((name, value) for value in hashes)
    return counted


def _table_sizes(imported: Import) -> dict[str, int]:
    """Return the number of rows per table: a cheap test before comparing the content."""
    return {
        name: len(frame) for name, frame in imported.tables.items() if name in _CONTENT_TABLES and len(frame)
    }


def _content_frame(table: str, frame: pd.DataFrame, key: bytes) -> pd.DataFrame:
    """Return the columns without free text, with names case-folded and payees as codes."""
    facts = conform_frame(table, frame)
    free = {field.name for field in SCHEMA[table].fields if field.kind == "text"} - {*PEOPLE}
    names = [field.name for field in SCHEMA[table].fields if table == "settings" or field.name not in free]
    facts = facts[names]
    for name in [name for name in names if facts[name].dtype == "string"]:
        values = facts[name].dropna().unique()
        coded = f"{table}.{name}" == PAYEE_COLUMN and key
        folded = {value: payee_code(value, key) if coded else casefold_name(value) for value in values}
        facts[name] = facts[name].map(folded).astype("string")
    return facts
