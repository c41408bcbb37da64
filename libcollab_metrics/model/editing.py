"""Rows typed, changed and removed by hand, in the order it was done; what differs from a sheet is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from libcollab_metrics.errors import did_you_mean
from libcollab_metrics.model.addresses import TYPED, Columns, RowAddress, address
from libcollab_metrics.model.frames import PROVENANCE, cell, conform, frame_of
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.namesakes import NAMED
from libcollab_metrics.model.schema import SCHEMA

if TYPE_CHECKING:
    from libcollab_metrics.model.workspace import Edit, Import

Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


def stack_rows(
    table: str, imports: Sequence[Import], edits: Sequence[Edit], columns: Columns
) -> tuple[pd.DataFrame, list[Issue]]:
    """Return all rows of a table, imports first, each marked with where it came from, and what was typed over.

    Parameters
    ----------
    imports, edits : in their order; the edits are those of this table.
    columns : where each field stands on each sheet, so that an issue can name the cell.
    """
    parts = [conform(table, op.tables[table]) for op in imports if table in op.tables]
    typed = _numbered(row for edit in edits for row in edit.rows)
    if typed or not parts:
        parts.append(frame_of(table, typed))
    frame = pd.concat(parts, ignore_index=True)
    frame["part"] = _parts(frame)
    return _Editing(table, frame, len(frame) - len(typed)).applied(edits, columns) if edits else (frame, [])


def _numbered(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [dict(row) | {"import_id": TYPED, "sheet": "", "row": number} for number, row in enumerate(rows, 1)]


def _parts(frame: pd.DataFrame) -> pd.Series:
    """Which of a file's rows with one Excel row each row is; unknown where the Excel row is."""
    place = pd.factorize(frame["import_id"])[0] * 2**32 + frame["row"].fillna(0).to_numpy("int64")
    return pd.Series(place).groupby(place).cumcount().astype("Int64").where(frame["row"].notna())


class _Editing:
    """The rows of one table while its edits are done one after the other."""

    def __init__(self, table: str, frame: pd.DataFrame, read: int) -> None:
        self.table, self.frame, self.read = table, frame, read
        self.as_read = frame.iloc[:read].copy()
        self.there: Flags = np.arange(len(frame)) < read
        self.touched: dict[str, dict[int, None]] = {}

    def applied(self, edits: Sequence[Edit], columns: Columns) -> tuple[pd.DataFrame, list[Issue]]:
        next_typed = self.read
        for edit in edits:
            for row in edit.rows:
                self._type(next_typed, row)
                next_typed += 1
            for where, values in edit.changed:
                for place in self._places(where):
                    self._put(place, values)
            for where in edit.removed:
                self.there[self._places(where)] = False
        return self.frame[self.there].reset_index(drop=True), [*self._typed_over(columns), *self._removed()]

    def _type(self, place: int, row: Mapping[str, Any]) -> None:
        """Let a typed row count, under its name if that stands; one of which nothing was kept is none."""
        namesakes = self._namesakes(place)
        facts = {name: value for name, value in row.items() if name != NAMED.get(self.table)}
        for other in namesakes:
            self._put(other, facts)
        self.there[place] = not namesakes and any(value is not None for value in row.values())

    def _namesakes(self, place: int) -> list[int]:
        """The rows that stand under the name of this one, where a table has one row a name."""
        name = cell(self.frame, place, NAMED[self.table]) if self.table in NAMED else None
        if name is None:
            return []
        same = self.frame[NAMED[self.table]].map(fold, na_action="ignore") == fold(name)
        return np.flatnonzero(same.fillna(False).to_numpy(bool) & self.there).tolist()

    def _places(self, where: RowAddress) -> list[int]:
        """The row at an address and its namesakes; nothing where it is not there any more."""
        rows = np.flatnonzero((self.frame["row"] == where.row).fillna(False).to_numpy(bool) & self.there)
        found = [row for row in rows.tolist() if self._address(row) == where]
        return self._namesakes(found[0]) or found if found else []

    def _address(self, place: int) -> RowAddress | None:
        return RowAddress.of({name: cell(self.frame, place, name) for name in PROVENANCE})

    def _put(self, place: int, values: Mapping[str, Any]) -> None:
        given = {**self._follows(values), **values}
        known: Any = frame_of(self.table, [given])
        for name in given:
            self.frame.at[place, name] = known.at[0, name]
            if place < self.read:
                self.touched.setdefault(name, {})[place] = None

    def _follows(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What a typed value says of itself unless the change says otherwise: exact, a whole day, the one currency."""
        fields = {field.name: field for field in SCHEMA[self.table].fields}
        for name in values:
            if name not in fields:
                raise did_you_mean("field", name, fields)
        flags = {f"{name}_{end}" for name in values for end in ("is_estimate", "at_least")}
        more: dict[str, Any] = {"currency": None} if "value" in values else {}
        more |= {"date_precision": "day", "session_no": None} if values.get("date") is not None else {}
        return {name: False for name in flags if name in fields} | {n: v for n, v in more.items() if n in fields}

    def _typed_over(self, columns: Columns) -> list[Issue]:
        """One issue a sheet and field for the cells whose value is not what was read."""
        issues = []
        for name, places in self.touched.items():
            field = SCHEMA[self.table].field(name)
            told: dict[str, list[tuple[str, str, str]]] = {}
            for place in places:
                read, typed = cell(self.as_read, place, name), cell(self.frame, place, name)
                if not field.derived and read != typed and self.there[place]:
                    said = _shown(read, field.kind), _shown(typed, field.kind)
                    told.setdefault(self._sheet(place), []).append((self._cell(place, name, columns), *said))
            issues += [_over(sheet, field.label, cells) for sheet, cells in told.items()]
        return issues

    def _removed(self) -> list[Issue]:
        gone: dict[str, list[str]] = {}
        for place in np.flatnonzero(~self.there[: self.read]).tolist():
            gone.setdefault(self._sheet(place), []).append(self._cell(place, "", {}))
        label = SCHEMA[self.table].label
        return [
            Issue("removed-by-hand", sheet, cells[0], tuple(filter(None, cells)), label,
                  message=f"taken out of {label} by hand.", count=len(cells))
            for sheet, cells in gone.items()
        ]  # fmt: skip

    def _sheet(self, place: int) -> str:
        return cell(self.as_read, place, "sheet") or ""

    def _cell(self, place: int, name: str, columns: Columns) -> str:
        row = cell(self.as_read, place, "row")
        key = (cell(self.as_read, place, "import_id") or "", self._sheet(place), f"{self.table}.{name}")
        return "" if row is None else address(int(row), columns.get(key, 1))


def _shown(value: Any, kind: str) -> str:
    """A value as an issue may say it; free text may name somebody, so it is not repeated."""
    if value is None:
        return "nothing"
    if kind == "text":
        return "other words"
    if isinstance(value, pd.Timestamp):
        return f'"{value.date().isoformat()}"'
    return f'"{value:g}"' if isinstance(value, float) else f'"{value}"'


def _over(sheet: str, label: str, cells: Sequence[tuple[str, str, str]]) -> Issue:
    told = tuple(f"{read} was read, {typed} was typed instead." for _, read, typed in cells)
    places = tuple(place for place, _, _ in cells if place)
    value = cells[0][1].strip('"')
    return Issue(
        "typed-over", sheet, cells[0][0], places, label, "" if value == "nothing" else value, told[0], len(cells),
        told if len(set(told)) > 1 else (),
    )  # fmt: skip
