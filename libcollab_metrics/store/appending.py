"""One step written behind those that hold, with a code in the place of every payee's name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from libcollab_metrics.model import Operation, step_with_codes
from libcollab_metrics.model.workspace import already_here
from libcollab_metrics.store.database import decoding
from libcollab_metrics.store.encoding import from_text
from libcollab_metrics.store.keys import mark_of
from libcollab_metrics.store.log import (
    drop_after,
    encoded,
    name_of_file,
    proved_steps,
    read_head,
    write_head,
    write_step,
)

#: The tables of a sheet that name parties; others are not decoded to find out who is known.
_NAMING = frozenset(("partners", "programs", "sessions", "participation", "ledger", "perspectives", "decisions"))


def append_step(
    connection: sqlite3.Connection, path: Path, operations: Sequence[Operation], day: date, key: bytes
) -> str:
    """Write operations, each as it is kept, as one step of an open transaction and return the step's id.

    Raises
    ------
    LibCollabError : a file in use is read again, byte for byte.
    DamagedWorkspace : an earlier step is not what was written.
    """
    head = read_head(connection, path)
    coded = step_with_codes(tuple(operations), _before(connection, path, head.position), key)
    step = [encoded(operation) for operation in coded]
    for operation in step:
        name = name_of_file(connection, path, operation.file, head.position)
        if name is not None:
            raise already_here(name)
    drop_after(connection, head.position)
    made = write_step(connection, day, step)
    mark = head.key_mark if head.position else mark_of(key)
    write_head(connection, replace(head, position=head.position + 1, change=head.change + 1, key_mark=mark))
    return made


def _before(connection: sqlite3.Connection, path: Path, position: int) -> Iterator[Operation]:
    """Yield the operations that hold, of imports only the tables that name parties."""
    for _, (where, _, found) in zip(range(position), proved_steps(connection, path), strict=False):
        with decoding(path, where):
            for op in found:
                tables = {name: data for name, data in op.tables.items() if name in _NAMING}
                yield from_text(op.kind, op.body, tables)
