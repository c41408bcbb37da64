"""What is forgotten on request, as if it had never been there: one file, or one person; what went is told.

Append-only ends here: a step that holds what is to be forgotten is written anew without it, taken back or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from libcollab_metrics.model.addresses import TYPED, RowAddress
from libcollab_metrics.model.frames import conform
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.schema import SCHEMA
from libcollab_metrics.model.workspace import Answer, Edit, Import, Merge, Operation, Step, Workspace

#: Columns that hold a person: a code made by the reader, never a name.
PEOPLE = ("person_key", "respondent_key")
#: Answers that quote people as typed; they are in memory only.
_NAMING = ("same_person",)


@dataclass(frozen=True)
class Forgotten:
    """What is left: `steps` in the place of those given, an empty one where nothing is, and how many `rows` went.

    A step that nothing was forgotten of is the one given.
    """

    steps: tuple[Step, ...]
    rows: int


def without_file(steps: Iterable[Step], sha256: str) -> Forgotten:
    """Forget a file: its rows, how it was read, what was confirmed with it, and every change of its rows."""
    forgotten = _Rows()

    def left(step: Step) -> Step:
        if any(isinstance(operation, Import) and operation.sha256 == sha256 for operation in step):
            forgotten.count += sum(_rows_of(operation) for operation in step if _is_file(operation, sha256))
            return tuple(op for op in step if not _is_file(op, sha256) and not isinstance(op, Answer))
        new = tuple(op for op in (_without_addresses(op, sha256) for op in step) if op is not None)
        return step if [*map(id, new)] == [*map(id, step)] else new

    return Forgotten(tuple(left(step) for step in steps), forgotten.count)


def without_person(steps: Iterable[Step], code: str, day: date) -> Forgotten:
    """Forget a person: her rows of every table, read or typed, and every change of them.

    Each import and each table of typed rows that lost some says so in an issue: how many, when, and nothing of whom.

    Parameters
    ----------
    code : the pseudonym; codes that were joined with it are the same person.
    """
    steps = tuple(steps)
    codes = _joined_with(code, (operation for step in steps for operation in step))
    places = _places([operation for step in steps for operation in step], codes)
    forgotten = _Rows()

    def left(operation: Operation) -> Operation | None:
        if isinstance(operation, Import):
            return _import_without(operation, codes, day, forgotten)
        if isinstance(operation, Edit):
            return _edit_without(operation, codes, places.get(operation.table, {}), day, forgotten)
        if isinstance(operation, Merge) and codes & {operation.old, operation.new}:
            return None
        if isinstance(operation, Answer):
            return replace(operation, answers={k: v for k, v in operation.answers.items() if k not in _NAMING})
        return operation

    kept = tuple(tuple(op for op in map(left, step) if op is not None) for step in steps)
    return Forgotten(kept, forgotten.count) if forgotten.count else Forgotten(steps, 0)


def forgotten_in(workspace: Workspace, forget: Callable[[Iterable[Step]], Forgotten]) -> tuple[Workspace, int]:
    """Return a workspace that lies on no disk with something forgotten in it, and how many rows went."""
    everything = (*workspace.steps, *workspace.taken_back[::-1])
    done = forget(everything)
    held = tuple(step for step in done.steps[: len(workspace.steps)] if step)
    back = tuple(step for step in done.steps[len(workspace.steps) :][::-1] if step)
    return Workspace(held, back), done.rows


class _Rows:
    """How many rows went so far."""

    count = 0


def _is_file(operation: Operation, sha256: str) -> bool:
    return isinstance(operation, Import) and operation.sha256 == sha256


def _rows_of(operation: Operation) -> int:
    return sum(len(frame) for frame in operation.tables.values()) if isinstance(operation, Import) else 0


def _without_addresses(operation: Operation, sha256: str) -> Operation | None:
    """Return an edit without what it changed or removed of a file's rows; None when it did nothing else."""
    if not isinstance(operation, Edit):
        return operation
    own = sha256[:12]
    changed = tuple((where, values) for where, values in operation.changed if where.import_id != own)
    removed = tuple(where for where in operation.removed if where.import_id != own)
    if (changed, removed) == (operation.changed, operation.removed):
        return operation
    return replace(operation, changed=changed, removed=removed) if operation.rows or changed or removed else None


def _joined_with(code: str, operations: Iterable[Operation]) -> set[str]:
    """Return the code and those joined with it, in either direction and through others."""
    pairs = [{op.old, op.new} for op in operations if isinstance(op, Merge) and op.column.rpartition(".")[2] in PEOPLE]
    codes = {code}
    while more := {other for pair in pairs if pair & codes for other in pair} - codes:
        codes |= more
    return codes


def _is_person(values: Mapping[str, Any], codes: set[str]) -> bool:
    return any(values.get(name) in codes for name in PEOPLE)


def _hers(frame: pd.DataFrame, codes: set[str]) -> pd.Series:
    """Which rows of a table are of the person."""
    found = pd.Series(False, index=frame.index)
    for name in PEOPLE:
        if name in frame:
            found |= frame[name].isin(list(codes)).fillna(False).astype(bool)
    return found


#: Where a row that stood at an address stands when hers are gone; None for one of hers.
_Moved = Mapping[RowAddress, RowAddress | None]


def _places(operations: Iterable[Operation], codes: set[str]) -> dict[str, dict[RowAddress, RowAddress | None]]:
    """Return, by table, the new address of every row that moves: of rows with one Excel row, those below hers."""
    moved: dict[str, dict[RowAddress, RowAddress | None]] = {}
    numbers: dict[str, int] = {}
    for operation in operations:
        if isinstance(operation, Import):
            for table, frame in operation.tables.items():
                if table in SCHEMA:
                    moved.setdefault(table, {}).update(_moved(conform(table, frame), codes))
        elif isinstance(operation, Edit):
            first = numbers.get(operation.table, 0) + 1
            numbers[operation.table] = first + len(operation.rows) - 1
            gone = (n for n, row in enumerate(operation.rows, first) if _is_person(row, codes))
            moved.setdefault(operation.table, {}).update({RowAddress(TYPED, "", number): None for number in gone})
    return moved


def _moved(frame: pd.DataFrame, codes: set[str]) -> _Moved:
    hers = _hers(frame, codes)
    if not hers.any():
        return {}
    beside = frame[frame["row"].isin(frame.loc[hers, "row"].dropna())]
    moved: dict[RowAddress, RowAddress | None] = {}
    for _, rows in beside.groupby(["import_id", "row"], sort=False):
        own, row, part = rows["import_id"].iloc[0], rows["row"].iloc[0], 0
        for number, place in enumerate(rows.index):
            where = RowAddress(str(own), "", int(row), number)
            moved[where] = None if hers[place] else RowAddress(str(own), "", int(row), part)
            part += not hers[place]
    return moved


def _import_without(found: Import, codes: set[str], day: date, forgotten: _Rows) -> Import:
    tables, issues = dict(found.tables), []
    for table, frame in found.tables.items():
        hers = _hers(frame, codes)
        if not hers.any():
            continue
        tables[table] = frame[~hers].reset_index(drop=True)
        forgotten.count += int(hers.sum())
        for sheet, rows in frame[hers].groupby("sheet", sort=False, dropna=False):
            issues.append(_told("" if pd.isna(sheet) else str(sheet), len(rows), day))
    if not issues:
        return found
    return replace(
        found, tables=tables, issues=(*found.issues, *issues), reading=found.reading.without_rows()
    )  # fmt: skip


def _edit_without(edit: Edit, codes: set[str], places: _Moved, day: date, forgotten: _Rows) -> Edit | None:
    """Return the edit without the person; a typed row of hers keeps nothing but its number among the typed rows."""
    hers = sum(_is_person(row, codes) for row in edit.rows)
    rows = tuple({} if _is_person(row, codes) else row for row in edit.rows)
    changed, removed = [], []
    for where, values in edit.changed:
        new = places.get(where, where)
        if new is not None and not _is_person(values, codes):
            changed.append((replace(new, sheet=where.sheet), values))
        elif new is not None:  # another's row was made hers
            removed.append(replace(new, sheet=where.sheet))
            hers += 1
    removed += [replace(new, sheet=where.sheet) for where in edit.removed if (new := places.get(where, where))]
    forgotten.count += hers
    issues = (*edit.issues, *([_told("", hers, day)] if hers else []))
    made = replace(edit, rows=rows, changed=tuple(changed), removed=tuple(removed), issues=issues)
    return made if made.rows or made.changed or made.removed else None


def _told(sheet: str, count: int, day: date) -> Issue:
    what = "1 row was" if count == 1 else f"{count} rows were"
    return Issue("person-forgotten", sheet, message=f"{what} forgotten on {day.isoformat()}.", count=count)
