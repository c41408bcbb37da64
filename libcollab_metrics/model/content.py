"""The same sheet saved again: known by what was read from its rows, whatever program wrote the file and how."""

from __future__ import annotations

import hashlib

import pandas as pd

from libcollab_metrics.model.forgetting import PEOPLE
from libcollab_metrics.model.frames import conform
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.payees import PAID, payee_code
from libcollab_metrics.model.schema import SCHEMA
from libcollab_metrics.model.workspace import Import, Workspace

#: The tables a sheet is known by; notes may not be kept.
_COUNTED = set(SCHEMA) - {"notes"}


def content_of(found: Import, key: bytes = b"") -> str:
    """Return a digest of the rows read, the same in whatever order, place and spelling they stand; empty without rows.

    Notes and other free text are no part of it: a workspace that does not keep them knows the sheet all the same.
    Neither are the file, the sheet and the Excel row. A person is known under one secret only, and so is a payee:
    under the secret `key`, a name is known again in rows that hold its code.
    """
    made = hashlib.sha256()
    rows = 0
    for name in sorted(_COUNTED & set(found.tables)):
        frame = _facts(name, found.tables[name], key)
        rows += len(frame)
        if len(frame):
            made.update(name.encode())
            made.update(pd.util.hash_pandas_object(frame, index=False).sort_values().to_numpy().tobytes())
    return made.hexdigest() if rows else ""


def in_use_as(found: Import, workspace: Workspace, key: bytes = b"") -> str:
    """Return what a file in use is called whose rows are those of this one; empty when there is none.

    `key` is the workspace's secret, by which names of payees are known again.
    """
    as_many = [op for op in workspace.operations if isinstance(op, Import) and _sizes(op) == _sizes(found)]
    content = content_of(found, key) if as_many else ""
    return next((other.reading.name for other in as_many if content and content_of(other, key) == content), "")


def _sizes(found: Import) -> dict[str, int]:
    """How many rows each table has that the content is made of: different ones need no closer look."""
    return {name: len(frame) for name, frame in found.tables.items() if name in _COUNTED and len(frame)}


def _facts(table: str, frame: pd.DataFrame, key: bytes) -> pd.DataFrame:
    """The columns that are no free text, names folded, and payees as codes."""
    facts = conform(table, frame)
    free = {field.name for field in SCHEMA[table].fields if field.kind == "text"} - {*PEOPLE}
    names = [field.name for field in SCHEMA[table].fields if table == "settings" or field.name not in free]
    facts = facts[names]
    for name in [name for name in names if facts[name].dtype == "string"]:
        values = facts[name].dropna().unique()
        coded = f"{table}.{name}" == PAID and key
        folded = {value: payee_code(value, key) if coded else fold(value) for value in values}
        facts[name] = facts[name].map(folded).astype("string")
    return facts
