"""Payees: ledger parties that only receive, stored as a keyed code and shown as "payee 3".

A ledger's `to_party` may be a person or a shop, and the program cannot know which. Known parties keep their
names: the library, the project, and every name found in another column of parties (partners that are
described, or named by a program, session, rating or decision; contributors; sources under "Heard from").
Every other party is a payee. Names are compared by `casefold_name`. `payee_codes` puts the codes into
operations; the replay numbers them by order of first appearance.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from libcollab_metrics.model.names import LIST_COLUMNS, casefold_name, clean_spaces, columns_with_same_names
from libcollab_metrics.model.schema import LIBRARY, PROJECT

if TYPE_CHECKING:
    from libcollab_metrics.model.operations import Operation

PAYEE_COLUMN = "ledger.to_party"
#: All columns that name a party, including payees.
PARTY_COLUMNS = columns_with_same_names(PAYEE_COLUMN)
RESERVED = frozenset((LIBRARY, PROJECT))
_CODE = re.compile(r"payee-[0-9a-f]{24}")
#: Labels shown on screens; "(code)" is added when the label is also a party's name.
_LABEL = re.compile(r"payee (\d+)( \(code\))?")
#: Domain separation: a payee's code differs from that of a participant with the same name.
_PURPOSE = b"libcollab: payee\0"


def payee_code(name: str, key: bytes) -> str:
    """Return the code of a payee: HMAC-SHA-256 of the case-folded name under the key.

    A name has the same code on every sheet of a workspace; without the key, a guessed name cannot be
    verified. A code is returned unchanged.
    """
    folded = casefold_name(name)
    if is_payee_code(folded):
        return folded
    return "payee-" + hmac.digest(key, _PURPOSE + folded.encode(), "sha256").hex()[:24]


def is_payee_code(name: str) -> bool:
    """Return whether a name is the code of a payee."""
    return _CODE.fullmatch(name) is not None


def payee_codes(operations: Iterable[Operation]) -> tuple[str, ...]:
    """Return the codes of all payees in order of first appearance."""
    return tuple(dict.fromkeys(code for operation in operations for code in find_codes(operation)))


def payee_labels(operations: Iterable[Operation]) -> dict[str, str]:
    """Return the label of each payee's code, numbered by order of first appearance.

    Parameters
    ----------
    operations : iterable of Operation
        Operations in effect, with payee codes.

    Returns
    -------
    dict of str to str
        Code → label, such as "payee 3".
    """
    return {code: f"payee {number}" for number, code in enumerate(payee_codes(operations), 1)}


def parse_label_number(label: str) -> int:
    """Parse the number of a label such as "payee 3"; 0 for any other name."""
    match = _LABEL.fullmatch(casefold_name(label))
    return int(match[1]) if match else 0


def find_codes(operation: Operation) -> Iterator[str]:
    """Yield the payee codes in an operation, in order."""
    from libcollab_metrics.model.operations import Merge

    if isinstance(operation, Merge):
        named = [operation.old, operation.new] if operation.column in PARTY_COLUMNS else []
    else:
        named = [name for column in PARTY_COLUMNS for name in iterate_names(operation, column)]
    yield from filter(is_payee_code, named)


def find_named_parties(operation: Operation) -> Iterator[str]:
    """Yield the names that an operation makes known as parties: all except mere receivers."""
    from libcollab_metrics.model.operations import Merge, Setting

    for column in PARTY_COLUMNS:
        if column != PAYEE_COLUMN:
            yield from iterate_names(operation, column)
    lists = [
        listed for column in LIST_COLUMNS[PARTY_COLUMNS[0]] for listed in iterate_names(operation, column)
    ]
    if isinstance(operation, Merge) and operation.column in LIST_COLUMNS[PARTY_COLUMNS[0]]:
        lists.append(operation.new)
    for listed in lists:
        yield from filter(None, map(clean_spaces, re.split(r"[;\n]", listed)))
    programs = operation.values.get("programs") if isinstance(operation, Setting) else None
    for program in programs.values() if isinstance(programs, Mapping) else ():
        yield from program.get("partners") or ()


def iterate_names(operation: Operation, column: str) -> Iterator[str]:
    """Yield the names in one column of an import, or of the rows typed or changed in an edit."""
    from libcollab_metrics.model.operations import Edit, Import

    table, name = column.split(".")
    cells: Iterable[Any] = ()
    if isinstance(operation, Import):
        cells = operation.unique_texts(table, name)
    elif isinstance(operation, Edit) and operation.table == table:
        cells = [row.get(name) for row in (*operation.rows, *(values for _, values in operation.changed))]
    yield from (value for value in cells if isinstance(value, str))


def label_payees(frames: dict[str, pd.DataFrame], labels: Mapping[str, str]) -> None:
    """Replace payee codes in the frames by their labels.

    A label that is also a party's name gets the suffix "(code)".
    """
    if not labels:
        return
    columns = [column.split(".") for column in PARTY_COLUMNS]
    used_names = {
        casefold_name(name) for table, name in columns for name in frames[table][name].dropna().unique()
    }
    shown = {code: f"{label} (code)" if label in used_names else label for code, label in labels.items()}
    for table, name in columns:
        values = frames[table][name]
        if values.isin(list(shown)).any():
            frames[table][name] = values.replace(shown)
