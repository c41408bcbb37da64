"""Which values a scope field takes in a dataset: what filters offer, and what a typed filter is checked against."""

from __future__ import annotations

from libcollab_metrics.errors import did_you_mean
from libcollab_metrics.metrics.facts import rows_of
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.scope import PERIODS, Scope


def field_values(dataset: Dataset, field: str) -> tuple[str, ...]:
    """Return the values a field of `SCOPE_FIELDS` takes, sorted as people sort names."""
    found: set[str] = set()
    for table, column in _homes(field):
        if table in dataset.tables:
            found |= {row[column] for row in rows_of(dataset, table) if row.get(column) is not None}
    return tuple(sorted(found, key=str.casefold))


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
        return (("program_partners", "partner"), ("partners", "name"), ("perspectives", "partner_id"))
    if field == "site":
        return (("sessions", "site"), ("deliveries", "site"))
    if field in PERIODS:
        return (("sessions", field), ("ledger", field), ("outcomes", field))
    if field in ("mother_tongue", "person_age"):
        return (("participation", "age_group" if field == "person_age" else field),)
    return (("sessions", field),)
