"""Partners, programs and sites are one row a name: what stands or was typed last counts, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from libcollab_metrics.model.addresses import address
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.schema import SCHEMA

#: The tables with one row a name, and the field that is the name.
NAMED: Mapping[str, str] = MappingProxyType({"partners": "name", "programs": "name", "sites": "site"})


def one_row_a_name(table: str, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Issue]]:
    """Return the table with one row for each folded name, in the order they first stand, and what differed.

    Of each field the last known value counts; rows without a name are dropped.
    """
    named = frame.dropna(subset=NAMED[table])
    key = named[NAMED[table]].map(fold)
    if not key.duplicated().any():
        return named.reset_index(drop=True), []
    issues = _differences(table, named, key)
    return named.groupby(key.to_numpy(), sort=False).last().reset_index(drop=True)[list(frame.columns)], issues


def _differences(table: str, named: pd.DataFrame, key: pd.Series) -> list[Issue]:
    """One issue a sheet and field for values that a later row of the same name says otherwise."""
    several = key.duplicated(keep=False)
    rows, groups = named[several], key[several]
    issues = []
    for field in SCHEMA[table].typed:
        if field.name == NAMED[table]:
            continue
        last = rows[field.name].groupby(groups).transform("last")
        other = rows[(rows[field.name] != last).fillna(False).astype(bool)]
        for sheet, found in other.groupby(other["sheet"].fillna(""), sort=False):
            cells = tuple(address(int(row), 1) for row in found["row"].dropna())
            issues.append(
                Issue("facts-differ", str(sheet), cells[0] if cells else "", cells, field.label,
                      message=f"a later row of the same name says another {field.label.lower()}: that one is used.",
                      count=len(found))
            )  # fmt: skip
    return issues
