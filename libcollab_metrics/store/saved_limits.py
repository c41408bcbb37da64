"""How much a file of saved work may hold, counted before any of its texts is parsed or any of its tables is decoded."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from libcollab_metrics.store.encoding import DEEPEST
from libcollab_metrics.store.log import COLUMNS
from libcollab_metrics.store.table_form import check_form

MB = 1 << 20
#: The most rows of each table: ten years of daily work, and a thousand sheets in them.
MOST_ROWS: Mapping[str, int] = {"head": 1, "step": 50_000, "operation": 100_000, "sheet_table": 5_000,
                                "release": 10_000}  # fmt: skip
#: The most bytes of one text of the workspace, and of all texts of its operations or releases together.
LONGEST_TEXT, ALL_TEXTS = 8 * MB, 64 * MB
#: The most bytes of every other text: a day, a kind, a name, a check sum.
LONGEST_WORD = 256
#: The most JSON values of all operations together: about eighty bytes each in memory, and 300 for a small file read.
MOST_VALUES = 2_000_000
#: The most cells of all tables together, and columns in each batch of them.
MOST_CELLS, MOST_PIECES = 50_000_000, 1_000_000

_HEAD = ("workspace", "position", "change", "keep_notes", "key_mark", "sha256")
_NUMBERS = {"number", "size", "step", "place", "position", "change", "keep_notes"}
_LARGEST_NUMBER = 2**53


class TooMuch(ValueError):
    """A file holds more than a file of saved work may."""


def check_limits(connection: sqlite3.Connection) -> None:
    """Check that a workspace's file, whose schema and structure are sound, holds no more than is ever written.

    Raises
    ------
    TooMuch : it holds more.
    ValueError, OSError, struct.error, sqlite3.Error : it holds something else.
    """
    here = {"head": _HEAD, **COLUMNS}
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'release'").fetchone():
        del here["release"]  # a file of a former version
    for table, columns in here.items():
        _check_rows(connection, table, columns)
    values = sum(_values(body) for (body,) in connection.execute("SELECT body FROM operation"))
    forms = [check_form(data) for (data,) in connection.execute("SELECT arrow FROM sheet_table")]
    cells, pieces = sum(form.cells for form in forms), sum(form.pieces for form in forms)
    if values > MOST_VALUES or cells > MOST_CELLS or pieces > MOST_PIECES:
        raise TooMuch("more values or cells than are ever written")
    for (body,) in connection.execute("SELECT body FROM release") if "release" in here else ():
        _check_depth(body)


def _check_rows(connection: sqlite3.Connection, table: str, columns: tuple[str, ...]) -> None:
    """Check how many rows a table has, that each value is of its type, and how long its texts are."""
    if connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > MOST_ROWS[table]:
        raise TooMuch("more rows than are ever written")
    for name in columns:
        kind = "integer" if name in _NUMBERS else "blob" if name == "arrow" else "text"
        size = f"length(CAST({name} AS BLOB))"  # what `length` says of a text ends at its first zero byte
        strange, longest, total = connection.execute(
            f"SELECT total(typeof({name}) != ?), max({size}), total({size}) FROM {table}", (kind,)
        ).fetchone()
        limit, together = (LONGEST_TEXT, ALL_TEXTS) if name == "body" else (LONGEST_WORD, ALL_TEXTS)
        if strange:
            raise ValueError("values of another type than are ever written")
        if kind == "text" and ((longest or 0) > limit or total > together):
            raise TooMuch("longer texts than are ever written")
        if (
            kind == "integer"
            and connection.execute(
                f"SELECT 1 FROM {table} WHERE {name} NOT BETWEEN 0 AND ? LIMIT 1", (_LARGEST_NUMBER,)
            ).fetchone()
        ):
            raise ValueError("a number that is never written")


def _values(text: str) -> int:
    """The most values a JSON text can hold: each but the first follows a comma or an opening bracket."""
    return 1 + sum(map(text.count, ",[{"))


def _check_depth(text: str) -> None:
    """Check how deep a text nests if it is JSON; it is parsed later, by whoever compares a document with it."""
    try:
        level = [json.loads(text)]
    except ValueError:
        return
    for _ in range(DEEPEST):
        level = [part for value in level for part in _parts(value)]
    if level:
        raise ValueError("nested too deep")


def _parts(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
