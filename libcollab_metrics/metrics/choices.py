"""Which values a scope field takes in a dataset: what filters offer, and what a typed filter is checked against."""

from __future__ import annotations

from collections.abc import Iterable

import narwhals as nw

from libcollab_metrics.errors import did_you_mean
from libcollab_metrics.metrics.facts import plain
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.scope import PERIODS, Scope


def field_values(dataset: Dataset, field: str) -> tuple[str, ...]:
    """Return the values a field of `SCOPE_FIELDS` takes, sorted as people sort names."""
    found = {name for table, column in _homes(field) for name in _different(dataset, table, column)}
    return tuple(sorted(found, key=str.casefold))


def _different(dataset: Dataset, table: str, column: str) -> set[str]:
    """The different values of a column; its table may have a row a visit, so no other column is looked at."""
    if table not in dataset.tables:
        return set()
    frame = nw.from_native(dataset.tables[table]).lazy()
    if column not in frame.collect_schema().names():
        return set()
    values = frame.select(column).unique().collect()[column].to_list()
    return {value for value in values if plain(value) is not None}


def same_names(known: Iterable[str], values: Iterable[str]) -> set[str]:
    """Return those of the known names that were typed, in whatever case, spaces and Unicode form."""
    wanted = set(map(fold, values))
    return {str(name) for name in known if fold(str(name)) in wanted}


def check_scope(dataset: Dataset, scope: Scope) -> None:
    """Refuse a scope that names a value nothing in the dataset has; the text proposes the nearest."""
    for field, values in scope.where:
        existing = field_values(dataset, field)
        folded = {fold(name) for name in existing}
        for value in values:
            if fold(value) not in folded:
                raise did_you_mean(field.replace("_", " "), value, existing)


def _homes(field: str) -> tuple[tuple[str, str], ...]:
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
