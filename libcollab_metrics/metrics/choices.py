"""List the values of a scope field in a dataset and validate typed filters against them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from libcollab_metrics.errors import unknown_name_error
from libcollab_metrics.metrics.facts import open_recorded_table
from libcollab_metrics.metrics.frames import col
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.scope import PERIODS, Scope


def field_values(dataset: Dataset, field: str) -> tuple[str, ...]:
    """Return the values of a scope field in a dataset, sorted case-insensitively.

    Parameters
    ----------
    dataset : Dataset
    field : str
        A field of `SCOPE_FIELDS`.

    Returns
    -------
    tuple of str
        Empty if the dataset has no value of this field.
    """
    known: dict[str, tuple[str, ...]] = dataset.shared.setdefault("field values", {})
    if field not in known:
        columns = _field_columns(field)
        values = {name for table, column in columns for name in _distinct_values(dataset, table, column)}
        known[field] = tuple(sorted(values, key=str.casefold))
    return known[field]


def programs_by_first_session(dataset: Dataset) -> tuple[str, ...]:
    """Return the names of all programs in the order of their first dated session.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    tuple of str
        Programs without a dated session come last, sorted case-insensitively like those of the same day.
    """
    names = field_values(dataset, "program")
    programs, sessions = (open_recorded_table(dataset, table) for table in ("programs", "sessions"))
    if programs is None or sessions is None:
        return names
    dated = sessions.filter(~col("program_id").is_null() & ~col("date").is_null())
    start = {
        row["program_id"]: row["first"]
        for row in dated.aggregate(["program_id"], first=col("date").min()).rows()
    }
    days: dict[str, Any] = {}
    for row in programs.select("program_id", "name").rows():
        if (first := start.get(row["program_id"])) is not None:
            days[row["name"]] = min(days.get(row["name"], first), first)
    return tuple(sorted(names, key=lambda name: (name not in days, days.get(name), name.casefold())))


def _distinct_values(dataset: Dataset, table: str, column: str) -> set[str]:
    """Return the distinct values of a column, reading only that column.

    Reading more would be slow, because the table may have a row per visit.
    """
    frame = open_recorded_table(dataset, table)
    if frame is None or column not in frame.columns:
        return set()
    return {row[column] for row in frame.select(column).unique().rows()} - {None}


def match_names(names: Iterable[str], values: Iterable[str]) -> set[str]:
    """Return the known names that match a typed value, ignoring case, spaces and Unicode form."""
    wanted = set(map(casefold_name, values))
    return {str(name) for name in names if casefold_name(str(name)) in wanted}


def check_scope(dataset: Dataset, scope: Scope) -> None:
    """Reject a scope that names a value absent from the dataset; the error suggests the nearest.

    Parameters
    ----------
    dataset : Dataset
    scope : Scope

    Raises
    ------
    UnknownNameError
        If a value of the scope does not occur in the dataset.
    """
    for field, values in scope.where:
        existing = field_values(dataset, field)
        folded = {casefold_name(name) for name in existing}
        for value in values:
            if casefold_name(value) not in folded:
                raise unknown_name_error(field.replace("_", " "), value, existing)


def _field_columns(field: str) -> tuple[tuple[str, str], ...]:
    if field == "program":
        return (("programs", "name"),)
    if field == "partner":
        linked = (("program_partners", "partner"), ("session_partners", "partner"))
        return (*linked, ("partners", "name"), ("perspectives", "partner_id"))
    if field == "site":
        return (("sessions", "site"), ("deliveries", "site"))
    if field in PERIODS:
        return (("sessions", field), ("ledger", field), ("outcomes", field))
    if field in ("mother_tongue", "person_age"):
        return (("participation", "age_group" if field == "person_age" else field),)
    return (("sessions", field),)
