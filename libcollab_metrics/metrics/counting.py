"""Counts every measure of one table in one pass, in the form that gives the same numbers on every engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

import narwhals as nw

from libcollab_metrics.metrics.definition import Measure, Number
from libcollab_metrics.metrics.facts import plain
from libcollab_metrics.metrics.tables.rows import Frame, Rows, one

Key = tuple[str | None, ...]
Found = Mapping[Key, Mapping[str, Number | None]]


class Counter:
    """The counts of one frame kept apart by some columns: each measure once, however many figures ask for it."""

    def __init__(self, frame: Frame, keys: Sequence[str]) -> None:
        self._frame, self._keys = frame, list(keys)
        self._counted: set[Measure] = set()
        self._found: dict[Key, dict[str, Number | None]] | None = None

    def of(self, measures: tuple[Measure, ...]) -> Found:
        """The counts of at least these measures, by key."""
        new = tuple(measure for measure in measures if measure not in self._counted)
        if new or self._found is None:
            self._counted.update(new)
            self._found = self._found or {}
            for key, numbers in count(self._frame, new, self._keys).items():
                self._found.setdefault(key, {}).update(numbers)
        return self._found


def count_by(rows: Rows, measures: tuple[Measure, ...], columns: Sequence[str]) -> Found:
    """Return the counts of a prepared table by columns of its own, counted once for all who ask for the same.

    A column may be named twice (a group of programs, told apart by program): it stands twice in every key.
    """
    different = list(dict.fromkeys(columns))
    found = rows.kept.once(tuple(different), lambda: Counter(rows.frame, different)).of(measures)
    if len(different) == len(columns):
        return found
    places = [different.index(column) for column in columns]
    return {tuple(key[place] for place in places): numbers for key, numbers in found.items()}


def count_of_program(rows: Rows, measures: tuple[Measure, ...], columns: Sequence[str], program: str) -> Found:
    """Return what `count_by` finds in the rows of one program, of a table with those of all: counted once for all."""
    apart = (*columns, "program_id")
    found = count_by(rows, measures, apart)
    of_each = rows.kept.once(("of each program", apart), lambda: _of_each(found))
    return {key: found[(*key, program)] for key in of_each.get(program, ())}


def _of_each(found: Found) -> dict[str | None, list[Key]]:
    """The keys of each program without it; what is counted later is counted under the same ones."""
    keys: dict[str | None, list[Key]] = {}
    for key in found:
        keys.setdefault(key[-1], []).append(key[:-1])
    return keys


def count(frame: Frame, measures: tuple[Measure, ...], keys: list[str]) -> dict[Key, dict[str, Number | None]]:
    """Count every measure of one table in one pass, kept apart by the key columns.

    Conditions become masked columns first; then only elementary aggregates of named columns follow, the form
    that gives the same numbers on every engine. A group nobody recorded anything in is absent.
    """
    apart = keys or ["everything"]
    if not keys:
        frame = frame.with_columns(everything=nw.lit(1))
    frame = frame.select(*apart, *(_masked(m) for m in measures if m.column or m.where))
    counted = frame.group_by(*apart).agg(nw.len().alias("rows_here"), *(e for m in measures for e in _aggregates(m)))
    middles = {m.id: _medians(frame, m, keys) for m in measures if m.how == "median"}
    found: dict[Key, dict[str, Number | None]] = {}
    for row in counted.collect().rows(named=True):
        key = _key(row, keys)
        if row["rows_here"]:
            numbers = {**row, **{f"v_{id}": medians.get(key) for id, medians in middles.items()}}
            found[key] = {m.id: _result(m, numbers) for m in measures}
    return found


def _key(row: Mapping[str, Any], keys: Sequence[str]) -> Key:
    return tuple(None if plain(row[k]) is None else str(row[k]) for k in keys)


def _medians(frame: Frame, measure: Measure, keys: Sequence[str]) -> Mapping[Key, float]:
    """The median of each group, from its values: not every engine finds it without approximating."""
    values: dict[Key, list[float]] = {}
    for row in frame.select(*keys, f"m_{measure.id}").collect().rows(named=True):
        value = plain(row[f"m_{measure.id}"])
        if value is not None:
            values.setdefault(_key(row, keys), []).append(float(value))
    return {key: median(found) for key, found in values.items()}


def _masked(measure: Measure) -> nw.Expr:
    """The column to aggregate: what the condition leaves of it, or the condition itself as ones and zeros."""
    if measure.how == "rows":
        return one(nw.col(measure.where)).alias(f"m_{measure.id}")
    value = nw.col(measure.column)
    if measure.where:
        value = nw.when(nw.col(measure.where)).then(value)
    return value.alias(f"m_{measure.id}")


def _aggregates(measure: Measure) -> tuple[nw.Expr, ...]:
    column, id = nw.col(f"m_{measure.id}"), measure.id
    match measure.how:
        case "rows":
            return (column.sum().alias(f"v_{id}"),) if measure.where else ()
        case "sum":
            return (column.sum().alias(f"v_{id}"), column.count().alias(f"n_{id}"))
        case "distinct":
            return (column.n_unique().alias(f"v_{id}"), column.count().alias(f"n_{id}"))
        case "min":
            return (column.min().alias(f"v_{id}"),)
        case "max":
            return (column.max().alias(f"v_{id}"),)
        case "std":
            return (column.std().alias(f"v_{id}"),)
        case "mean":
            return (column.mean().alias(f"v_{id}"),)
        case "median":
            return ()  # `_medians` takes it from the values


def _result(measure: Measure, row: Mapping[str, Any]) -> Number | None:
    """The number of one measure in one group: nothing known is None, never 0."""
    known, value = plain(row.get(f"n_{measure.id}")), plain(row.get(f"v_{measure.id}"))
    if measure.how == "rows":
        return int(value) if measure.where else int(row["rows_here"])
    if measure.how == "distinct":
        return int(value) - int(known < row["rows_here"])  # a missing person is a kind of its own
    if value is None or (measure.how == "sum" and not known):
        return None
    return whole(float(value) / measure.per)


def whole(number: float) -> Number:
    """A number without a needless decimal point."""
    return int(number) if float(number).is_integer() else number
