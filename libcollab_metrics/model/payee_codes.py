"""Replace payees' names by codes in operations before they are stored; see `payees`.

A payee may become a known party later: a sheet lists it as a partner, or it contributes. The step that makes
it known also merges its code with its name, so that one party is never counted as two. Undoing that step
undoes the merge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from libcollab_metrics.messages import Message
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.name_matching import MIN_SIMILARITY
from libcollab_metrics.model.names import active_renames, casefold_name, clean_spaces
from libcollab_metrics.model.operations import Edit, Import, Merge, Operation, Step
from libcollab_metrics.model.payees import (
    PARTY_COLUMNS,
    PAYEE_COLUMN,
    RESERVED,
    find_codes,
    find_named_parties,
    is_payee_code,
    iterate_names,
    parse_label_number,
    payee_code,
)
from libcollab_metrics.model.schema import SCHEMA
from libcollab_metrics.model.workspace import Deletion, Workspace

_LEDGER, _TO = PAYEE_COLUMN.split(".")


def encode_step(step: Step, before: Iterable[Operation], key: bytes) -> Step:
    """Replace every payee's name by a code in a step that is about to be stored.

    In rows and merges typed on a screen, "payee 3" refers to the payee shown under that label.

    Parameters
    ----------
    step : Step
        Operations of one user action.
    before : iterable of Operation
        Operations already in effect, with their codes.
    key : bytes
        Secret key of the workspace.

    Returns
    -------
    Step
        The step with codes, and with merges of codes whose party became known.
    """
    coding = _PayeeEncoder(key)
    for operation in before:
        coding.add_operation(operation)
    return coding.encode_step(step, typed=True)


def encode_steps(steps: Iterable[Step], key: bytes) -> tuple[Step, ...]:
    """Replace every payee's name by a code in all steps of a workspace.

    Merges of a code with its name are created anew: a party may no longer be known after a sheet was deleted.

    Parameters
    ----------
    steps : iterable of Step
        All steps of a workspace, in order.
    key : bytes
        Secret key of the workspace.

    Returns
    -------
    tuple of Step
        An unchanged step is the same object.
    """
    coding, done = _PayeeEncoder(key), []
    for step in steps:
        coded = coding.encode_step(
            tuple(operation for operation in step if not _is_code_rename(operation, key))
        )
        done.append(step if _is_same_step(coded, step) else coded)
    return tuple(done)


def encode_workspace(workspace: Workspace, key: bytes) -> Workspace:
    """Replace every payee's name by a code in all steps of a workspace, undone ones included.

    Parameters
    ----------
    workspace : Workspace
        Workspace to convert.
    key : bytes
        Secret key of the workspace.

    Returns
    -------
    Workspace
    """
    steps = encode_steps((*workspace.steps, *workspace.undone_steps[::-1]), key)
    step_count = len(workspace.steps)
    return Workspace(steps[:step_count], steps[step_count:][::-1])


def encode_deletion(forgotten: Deletion, key: bytes) -> Deletion:
    """Replace names by codes for parties that are no longer known after a deletion.

    Parameters
    ----------
    forgotten : Deletion
        Result of the deletion.
    key : bytes
        Secret key of the workspace.

    Returns
    -------
    Deletion
    """
    return replace(forgotten, steps=encode_steps(forgotten.steps, key)) if forgotten.rows else forgotten


def _is_same_step(left: Step, right: Step) -> bool:
    pairs = zip(left, right, strict=False)
    return len(left) == len(right) and all(a is b or (isinstance(a, Merge) and a == b) for a, b in pairs)


def _is_code_rename(operation: Operation, key: bytes) -> bool:
    """Return whether a merge only links a code with the name it stands for."""
    if not isinstance(operation, Merge) or operation.column not in PARTY_COLUMNS:
        return False
    pair = operation.old, operation.new
    return sum(map(is_payee_code, pair)) == 1 and payee_code(pair[0], key) == payee_code(pair[1], key)


class _PayeeEncoder:
    """Known parties and payees so far, while the steps are processed in order."""

    def __init__(self, key: bytes) -> None:
        self.key = key
        self.known_parties: dict[str, str] = {}  # case-folded name → name
        self.by_code: dict[str, str] = {}  # code → name of the known party
        self.codes: dict[str, None] = {}
        self.partners: dict[str, str] = {}  # case-folded name → name, of described partners
        self.merges: list[Merge] = []

    def add_operation(self, operation: Operation) -> None:
        """Update the state from an operation that already has codes."""
        self._add_parties(operation)
        self.codes |= dict.fromkeys(find_codes(operation))
        if isinstance(operation, Merge):
            self.merges.append(operation)

    def encode_step(self, step: Step, typed: bool = False) -> Step:
        shown = tuple(self.codes) if typed else ()
        step = tuple(
            _rename_parties(operation, lambda name: _code_from_label(name, shown, self.known_parties))
            for operation in step
        )
        for operation in step:
            self._add_parties(operation)
        done = tuple(self._encode_operation(operation) for operation in step)
        for operation in done:
            self.add_operation(operation)
        joins = tuple(self._code_renames())
        for join in joins:
            self.add_operation(join)
        return (*done, *joins)

    def _encode_operation(self, operation: Operation) -> Operation:
        """Replace payees by codes, and add a note for each that may be a misspelled partner."""
        near: dict[str, str] = {}

        def code(name: str) -> str:
            coded = self._encode_name(name)
            for partner in (
                get_close_matches(casefold_name(name), list(self.partners), 1, MIN_SIMILARITY)
                if coded != name
                else ()
            ):
                near[coded] = self.partners[partner]
            return coded

        done = _rename_parties(operation, code, only_paid=True)
        if not near or not isinstance(done, Import | Edit):
            return done
        return replace(
            done, issues=(*done.issues, *(_misspelling_issue(partner) for partner in near.values()))
        )

    def _add_parties(self, operation: Operation) -> None:
        self.partners |= {
            casefold_name(name): clean_spaces(name) for name in iterate_names(operation, "partners.name")
        }
        named = list(find_named_parties(operation))
        if (
            isinstance(operation, Merge)
            and operation.column in PARTY_COLUMNS
            and casefold_name(operation.old) in self.known_parties
        ):
            named.append(operation.new)
        for name in named:
            folded = casefold_name(name)
            if (
                folded
                and folded not in RESERVED
                and folded not in self.known_parties
                and not is_payee_code(folded)
            ):
                self.known_parties[folded] = clean_spaces(name)
                self.by_code[payee_code(name, self.key)] = clean_spaces(name)

    def _encode_name(self, name: str) -> str:
        folded = casefold_name(name)
        return (
            name
            if not folded or folded in RESERVED or folded in self.known_parties
            else payee_code(name, self.key)
        )

    def _code_renames(self) -> Iterable[Merge]:
        """Yield merges of codes with the names of parties that are now known.

        The direction is reversed for a code that was already merged with another name.
        """
        joined = {
            frozenset((casefold_name(merge.old), casefold_name(merge.new)))
            for merge in self.merges
            if merge.column in PARTY_COLUMNS
        }
        renamed = {
            casefold_name(merge.old) for merge in active_renames(self.merges) if merge.column in PARTY_COLUMNS
        }
        for code in self.codes:
            name = self.by_code.get(code)
            if name is not None and frozenset((code, casefold_name(name))) not in joined:
                yield (
                    Merge(PARTY_COLUMNS[0], name, code)
                    if code in renamed
                    else Merge(PARTY_COLUMNS[0], code, name)
                )


def _misspelling_issue(partner: str) -> Issue:
    message = Message(
        'A payee is spelled almost like the partner "{partner}" and is stored as a code. If it is that '
        'partner, read the payee as "{partner}" under “Rename or merge a name”.',
        partner=partner,
    )
    return Issue("partner-unknown", heading=Message(SCHEMA[_LEDGER].field(_TO).label), message=message)


def _code_from_label(name: str, codes: tuple[str, ...], parties: Mapping[str, str]) -> str:
    """Return the code of the payee shown under this label; the name itself if it is not a label."""
    number = parse_label_number(name) if casefold_name(name) not in parties else 0
    return codes[number - 1] if 0 < number <= len(codes) else name


def _rename_parties(operation: Operation, rename: Callable[[str], str], only_paid: bool = False) -> Operation:
    """Rename parties in the ledger rows or merge of an operation; return it if none changes.

    In an import only payees are renamed: names in a file are never taken as labels of a screen.
    """
    if isinstance(operation, Merge) and operation.column in PARTY_COLUMNS:
        new = replace(operation, old=rename(operation.old), new=rename(operation.new))
        return operation if new == operation else new
    if isinstance(operation, Edit) and operation.table == _LEDGER:
        names = (_TO,) if only_paid else (_TO, "from_party")
        rows = tuple(_rename_in_row(row, names, rename) for row in operation.rows)
        changed = tuple((where, _rename_in_row(values, names, rename)) for where, values in operation.changed)
        same = rows == operation.rows and changed == operation.changed
        return operation if same else replace(operation, rows=rows, changed=changed)
    if isinstance(operation, Import) and only_paid and _TO in operation.tables.get(_LEDGER, ()):
        return _rename_in_import(operation, rename)
    return operation


def _rename_in_row(
    row: Mapping[str, Any], names: tuple[str, ...], rename: Callable[[str], str]
) -> Mapping[str, Any]:
    """Rename parties in a row; return the row itself if no name changes.

    A copy with NA values would not compare as equal.
    """
    new = {name: rename(row[name]) for name in names if isinstance(row.get(name), str)}
    return row if all(row[name] == value for name, value in new.items()) else {**row, **new}


def _rename_in_import(imported: Import, rename: Callable[[str], str]) -> Import:
    ledger = imported.tables[_LEDGER]
    new = {name: code for name in ledger[_TO].dropna().unique() if (code := rename(str(name))) != name}
    if not new:
        return imported
    return replace(
        imported, tables={**imported.tables, _LEDGER: ledger.assign(**{_TO: ledger[_TO].replace(new)})}
    )
