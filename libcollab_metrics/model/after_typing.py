"""What typing brought about beyond its rows: the issues they raise, and what changed of a name that stood already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.namesakes import NAMED
from libcollab_metrics.model.schema import SCHEMA


def issues_raised(before: Dataset, after: Dataset) -> list[Issue]:
    """Return the issues that `after` has and `before` had not, or had of fewer rows.

    Issues of typed rows stand together; of one that only grew, its message is what is said of the new rows.
    """
    earlier = {_place(issue): issue for issue in before.issues}
    return [
        _grown(earlier[_place(issue)], issue) if _place(issue) in earlier else issue
        for issue in after.issues
        if issue not in before.issues
    ]


def _place(issue: Issue) -> tuple[str, str, str]:
    return issue.code, issue.sheet, issue.heading


def _grown(earlier: Issue, issue: Issue) -> Issue:
    added = issue.message.removeprefix(earlier.message).strip()
    return replace(issue, message=added) if added else issue


def stood_already(table: str, names: Iterable[str], before: Dataset, after: Dataset) -> dict[str, list[str]]:
    """Return the names described before, each with the labels of the fields that are different now.

    `names` are those typed; a table in which a row is more than its name has none.
    """
    if table not in NAMED:
        return {}
    was, now = _described(table, before), _described(table, after)
    both = {name: key for name in names if (key := fold(name)) in was and key in now}
    return {name: _changed(table, was[key], now[key]) for name, key in both.items()}


def _described(table: str, dataset: Dataset) -> dict[str, Any]:
    """Folded name → its row, for the rows that somebody wrote; a program named by its sessions is not described."""
    frame = dataset.tables[table]
    written = frame[frame["import_id"].notna()]
    return {fold(str(name)): row for name, (_, row) in zip(written[NAMED[table]], written.iterrows(), strict=True)}


def _changed(table: str, was: Any, now: Any) -> list[str]:
    fields = [field for field in SCHEMA[table].typed if field.name != NAMED[table]]
    return [field.label for field in fields if not _same(was[field.name], now[field.name])]


def _same(one: Any, other: Any) -> bool:
    return bool(pd.isna(one) and pd.isna(other)) or bool(not pd.isna(one) and not pd.isna(other) and one == other)
