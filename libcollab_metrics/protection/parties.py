"""Replace parties that are not partners on record by a placeholder before publication.

A ledger names private donors too. All of them are combined into one party before counting, so that shares,
pledges and benefits are those of one party and totals do not change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import narwhals as nw

from libcollab_metrics.metrics import SOMEBODY_ELSE
from libcollab_metrics.metrics.criteria import MARK
from libcollab_metrics.metrics.facts import read_facts
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.names import fold

#: Columns that name a party, by table.
NAMING: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"ledger": ("from_party", "to_party"), "perspectives": ("partner_id",)}
)
_CRITERION = "metric_id"
Rename = Callable[[str], str]


def with_partners_named(dataset: Dataset) -> Dataset:
    """Return the dataset for publication, with every unrecorded party as `SOMEBODY_ELSE`.

    Partners in the partners table and partners of a program are on record. `library` and `project` keep their
    names, and blank names remain blank. In a criterion about a private donor the donor is replaced too.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    Dataset
        The same object if all parties are on record.
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
    """Return the number of givers in the ledger who are not partners on record.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    int
        Spellings that differ only in case and spaces count once.
    """
    return len(set(map(fold, _unnamed(dataset).get("ledger.from_party", ()))))


def _unnamed(dataset: Dataset) -> dict[str, list[str]]:
    """Return the names in each column that are not on record, as typed."""
    named = read_facts(dataset).parties
    return {
        f"{table}.{column}": [name for name in _names(dataset.tables.get(table), column) if fold(name) not in named]
        for table, columns in NAMING.items()
        for column in columns
    }


def _names(table: Any, column: str) -> list[str]:
    """Return the distinct texts of a column; empty if the column does not exist."""
    if table is None:
        return []
    frame = nw.from_native(table).lazy()
    if column not in frame.collect_schema().names():
        return []
    distinct = frame.select(nw.col(column).cast(nw.String)).drop_nulls().unique().collect()[column].to_list()
    return sorted(name for name in distinct if name.strip())


def _renamed(table: Any, columns: tuple[str, ...], rename: Rename) -> Any:
    """Return the table with names replaced in some columns; unchanged if none differ."""
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
    """Return a criterion with private donors in its part replaced ("Share of cash: Ana")."""
    metric, mark, part = typed.rpartition(MARK)
    items = [SOMEBODY_ELSE if fold(item) in unnamed else item for item in re.split(r",\s*", part)]
    return f"{metric}{mark} {', '.join(items)}" if mark and SOMEBODY_ELSE in items else typed
