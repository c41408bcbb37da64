"""Who is named outside the library: partners on record, and nobody else who gave or received.

A sheet of gifts names private donors too. Outside they are one party together, before anything is counted, so that
their shares, pledges and benefits are those of one party and no total changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import narwhals as nw

from libcollab_metrics.metrics import SOMEBODY_ELSE
from libcollab_metrics.metrics.criteria import MARK
from libcollab_metrics.metrics.facts import read_facts
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.names import fold

#: Every column that names a party, by table.
NAMING: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"ledger": ("from_party", "to_party"), "perspectives": ("partner_id",)}
)
_CRITERION = "metric_id"
Rename = Callable[[str], str]


def with_partners_named(dataset: Dataset) -> Dataset:
    """Return the dataset as it is counted for others: whoever is no partner on record is `SOMEBODY_ELSE`.

    On record is a row of the partners table or a partner of a program; `library` and `project` keep their names, and
    what names nobody still names nobody. A criterion about a private donor is one about somebody else.
    """
    unnamed = frozenset(name for columns in _unnamed(dataset).values() for name in columns)
    if not unnamed:
        return dataset
    folded = frozenset(map(fold, unnamed))
    tables = dict(dataset.tables)
    for table, columns in NAMING.items():
        tables[table] = _renamed(tables.get(table), columns, lambda name: SOMEBODY_ELSE if name in unnamed else name)
    tables["criteria"] = _renamed(tables.get("criteria"), (_CRITERION,), lambda typed: _about_others(typed, folded))
    kept = {name: frame for name, frame in tables.items() if frame is not None}
    return replace(dataset, tables=MappingProxyType(kept))


def unnamed_givers(dataset: Dataset) -> int:
    """How many givers of the ledger are no partners on record, each spelling of one name once."""
    return len(set(map(fold, _unnamed(dataset).get("ledger.from_party", ()))))


def _unnamed(dataset: Dataset) -> dict[str, list[str]]:
    """Column → the names in it that stand on no record, as typed."""
    named = read_facts(dataset, date.max).parties
    return {
        f"{table}.{column}": [name for name in _names(dataset.tables.get(table), column) if fold(name) not in named]
        for table, columns in NAMING.items()
        for column in columns
    }


def _names(table: Any, column: str) -> list[str]:
    """The distinct texts of a column; none where the table has no such column."""
    if table is None:
        return []
    frame = nw.from_native(table).lazy()
    if column not in frame.collect_schema().names():
        return []
    distinct = frame.select(nw.col(column).cast(nw.String)).drop_nulls().unique().collect()[column].to_list()
    return sorted(name for name in distinct if name.strip())


def _renamed(table: Any, columns: tuple[str, ...], rename: Rename) -> Any:
    """The table with other names in some columns; itself where nothing is renamed."""
    changed = {column: {n: new for n in _names(table, column) if (new := rename(n)) != n} for column in columns}
    expressions = [_replaced(column, names) for column, names in changed.items() if names]
    return nw.from_native(table).with_columns(*expressions).to_native() if expressions else table


def _replaced(column: str, names: Mapping[str, str]) -> nw.Expr:
    typed = nw.col(column).cast(nw.String)
    said = typed
    for new in sorted(set(names.values())):
        said = nw.when(typed.is_in([n for n, to in names.items() if to == new])).then(nw.lit(new)).otherwise(said)
    return said.alias(column)


def _about_others(typed: str, unnamed: frozenset[str]) -> str:
    """A criterion whose part names a private donor, about somebody else: "Share of cash: Ana" names nobody."""
    metric, mark, part = typed.rpartition(MARK)
    items = [SOMEBODY_ELSE if fold(item) in unnamed else item for item in re.split(r",\s*", part)]
    return f"{metric}{mark} {', '.join(items)}" if mark and SOMEBODY_ELSE in items else typed
