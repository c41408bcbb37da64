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

from libcollab_metrics.metrics import OTHER_PARTY
from libcollab_metrics.metrics.criteria import PART_SEPARATOR
from libcollab_metrics.metrics.facts import read_facts
from libcollab_metrics.model.dataset import ENGINE_LOCK, Dataset
from libcollab_metrics.model.names import casefold_name

#: Columns that name a party, by table.
PARTY_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"ledger": ("from_party", "to_party"), "perspectives": ("partner_id",)}
)
_CRITERION_COLUMN = "metric_id"
Rename = Callable[[str], str]


def replace_unnamed_parties(dataset: Dataset) -> Dataset:
    """Return the dataset for publication, with every unrecorded party as `OTHER_PARTY`.

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
    unnamed = frozenset(name for columns in _find_unnamed(dataset).values() for name in columns)
    if not unnamed:
        return dataset
    folded = frozenset(map(casefold_name, unnamed))
    tables = dict(dataset.tables)
    for table, columns in PARTY_COLUMNS.items():
        tables[table] = _rename_parties(
            tables.get(table), columns, lambda name: OTHER_PARTY if name in unnamed else name
        )
    tables["criteria"] = _rename_parties(
        tables.get("criteria"), (_CRITERION_COLUMN,), lambda typed: _redact_criterion(typed, folded)
    )
    renamed = {name: frame for name, frame in tables.items() if frame is not None}
    return replace(dataset, tables=MappingProxyType(renamed))


def count_unnamed_givers(dataset: Dataset) -> int:
    """Return the number of givers in the ledger who are not partners on record.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    int
        Spellings that differ only in case and spaces count once.
    """
    return len(set(map(casefold_name, _find_unnamed(dataset).get("ledger.from_party", ()))))


def _find_unnamed(dataset: Dataset) -> dict[str, list[str]]:
    """Return the names in each column that are not on record, as typed."""
    named = read_facts(dataset).parties
    return {
        f"{table}.{column}": [
            name
            for name in _distinct_names(dataset.tables.get(table), column)
            if casefold_name(name) not in named
        ]
        for table, columns in PARTY_COLUMNS.items()
        for column in columns
    }


def _distinct_names(table: Any, column: str) -> list[str]:
    """Return the distinct texts of a column; empty if the column does not exist."""
    if table is None:
        return []
    with ENGINE_LOCK:
        frame = nw.from_native(table).lazy()
        if column not in frame.collect_schema().names():
            return []
        named = frame.select(nw.col(column).cast(nw.String)).drop_nulls().unique()
        distinct = named.collect()[column].to_list()
    return sorted(name for name in distinct if name.strip())


def _rename_parties(table: Any, columns: tuple[str, ...], rename: Rename) -> Any:
    """Return the table with names replaced in some columns; unchanged if none differ."""
    changed = {
        column: {n: new for n in _distinct_names(table, column) if (new := rename(n)) != n}
        for column in columns
    }
    expressions = [_rename_expression(column, names) for column, names in changed.items() if names]
    with ENGINE_LOCK:
        return nw.from_native(table).with_columns(*expressions).to_native() if expressions else table


def _rename_expression(column: str, names: Mapping[str, str]) -> nw.Expr:
    typed = nw.col(column).cast(nw.String)
    expression = typed
    for new in sorted(set(names.values())):
        expression = (
            nw.when(typed.is_in([n for n, to in names.items() if to == new]))
            .then(nw.lit(new))
            .otherwise(expression)
        )
    return expression.alias(column)


def _redact_criterion(typed: str, unnamed: frozenset[str]) -> str:
    """Return a criterion with private donors in its part replaced ("Share of cash: Ana")."""
    metric, mark, part = typed.rpartition(PART_SEPARATOR)
    items = [OTHER_PARTY if casefold_name(item) in unnamed else item for item in re.split(r",\s*", part)]
    return f"{metric}{mark} {', '.join(items)}" if mark and OTHER_PARTY in items else typed
