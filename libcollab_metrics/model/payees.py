"""Payees: parties that only ever receive. A keyed code replaces the name, and screens show "payee 3".

A ledger's `to_party` may be a person or a shop, and the program cannot know which. Known parties keep their names:
the library, the project, and every name found in another column of parties (partners described, named by a program, a
session, a rating or a decision; givers; sources under "Heard from"). Everybody else is a payee. Names are compared by
`fold`.
`payee_coding` puts the codes into operations; the fold numbers them by order of first appearance.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from libcollab_metrics.model.names import LISTS, columns_of, fold, tidy
from libcollab_metrics.model.schema import LIBRARY, PROJECT

if TYPE_CHECKING:
    from libcollab_metrics.model.operations import Operation

PAID = "ledger.to_party"
#: Every column that names a party, payees among them.
PARTIES = columns_of(PAID)
RESERVED = frozenset((LIBRARY, PROJECT))
_CODE = re.compile(r"payee-[0-9a-f]{24}")
#: Screens add "(code)" to a label that is also somebody's name.
_LABEL = re.compile(r"payee (\d+)( \(code\))?")
#: Keeps the code of a payee from being that of a participant with the same name.
_PURPOSE = b"libcollab: payee\0"


def payee_code(name: str, key: bytes) -> str:
    """Return the code of a payee under the workspace's key: HMAC-SHA-256 of the folded name; a code is its own.

    The same name has the same code on every sheet of a workspace; without the key a name cannot be tested.
    """
    folded = fold(name)
    if is_payee_code(folded):
        return folded
    return "payee-" + hmac.digest(key, _PURPOSE + folded.encode(), "sha256").hex()[:24]


def is_payee_code(name: str) -> bool:
    """Return whether a name is the code of a payee."""
    return _CODE.fullmatch(name) is not None


def payee_codes(operations: Iterable[Operation]) -> tuple[str, ...]:
    """Return the codes of all payees in the order in which they first appear."""
    return tuple(dict.fromkeys(code for operation in operations for code in codes_in(operation)))


def payee_labels(operations: Iterable[Operation]) -> dict[str, str]:
    """Return code → "payee 3", numbered by order of first appearance."""
    return {code: f"payee {number}" for number, code in enumerate(payee_codes(operations), 1)}


def number_in(label: str) -> int:
    """Return the number of a label such as "payee 3"; 0 for any other name."""
    found = _LABEL.fullmatch(fold(label))
    return int(found[1]) if found else 0


def codes_in(operation: Operation) -> Iterator[str]:
    """Yield the codes of payees in an operation, first to last."""
    from libcollab_metrics.model.operations import Merge

    if isinstance(operation, Merge):
        named = [operation.old, operation.new] if operation.column in PARTIES else []
    else:
        named = [name for column in PARTIES for name in values_of(operation, column)]
    yield from filter(is_payee_code, named)


def parties_named(operation: Operation) -> Iterator[str]:
    """Yield every name by which an operation makes a party known: all but those that only receive."""
    from libcollab_metrics.model.operations import Merge, Setting

    for column in PARTIES:
        if column != PAID:
            yield from values_of(operation, column)
    lists = [listed for column in LISTS[PARTIES[0]] for listed in values_of(operation, column)]
    if isinstance(operation, Merge) and operation.column in LISTS[PARTIES[0]]:
        lists.append(operation.new)
    for listed in lists:
        yield from filter(None, map(tidy, re.split(r"[;\n]", listed)))
    programs = operation.values.get("programs") if isinstance(operation, Setting) else None
    for program in programs.values() if isinstance(programs, Mapping) else ():
        yield from program.get("partners") or ()


def values_of(operation: Operation, column: str) -> Iterator[str]:
    """Yield the names in one column of an import, or of the rows typed or changed in an edit."""
    from libcollab_metrics.model.operations import Edit, Import

    table, name = column.split(".")
    found: Iterable[Any] = ()
    if isinstance(operation, Import) and name in operation.tables.get(table, ()):
        found = operation.tables[table][name].dropna().unique()
    elif isinstance(operation, Edit) and operation.table == table:
        found = [row.get(name) for row in (*operation.rows, *(values for _, values in operation.changed))]
    yield from (value for value in found if isinstance(value, str))


def number_payees(frames: dict[str, pd.DataFrame], labels: Mapping[str, str]) -> None:
    """Put the label of each payee in the place of its code; a label that is somebody's name says that it is a code."""
    if not labels:
        return
    columns = [column.split(".") for column in PARTIES]
    taken = {fold(name) for table, name in columns for name in frames[table][name].dropna().unique()}
    shown = {code: f"{label} (code)" if label in taken else label for code, label in labels.items()}
    for table, name in columns:
        values = frames[table][name]
        if values.isin(list(shown)).any():
            frames[table][name] = values.replace(shown)
