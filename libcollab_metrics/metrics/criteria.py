"""Read the declared success criteria and resolve the metric, the part and the band of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from libcollab_metrics.metrics.definition import Metric, Value
from libcollab_metrics.metrics.facts import read_rows, to_date
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.names import casefold_name

#: Cost level used unless the criterion names one: cash spent.
DEFAULT_PART = "cash"
PART_SEPARATOR = ":"


def parse_metric_name(typed: str, catalog: Iterable[Metric]) -> tuple[str, str]:
    """Return the metric id and the part that a typed criterion names.

    Parameters
    ----------
    typed : str
        Id or name of a metric in any case, optionally followed by a colon and a part. A metric's name may
        itself contain a colon.
    catalog : iterable of Metric

    Returns
    -------
    tuple of str
        Metric id and part (empty if none was typed). Unknown text is returned as typed, without a part.

    Examples
    --------
    >>> from libcollab_metrics.metrics import CATALOG
    >>> parse_metric_name("Average gain: reading score", CATALOG), parse_metric_name("Attendence", CATALOG)
    (('mean_gain', 'reading score'), ('Attendence', ''))
    """
    names = {
        key: metric.id
        for metric in catalog
        for key in (casefold_name(metric.id), casefold_name(metric.label))
    }
    pieces = typed.split(PART_SEPARATOR)
    for cut in range(len(pieces), 0, -1):
        id = names.get(casefold_name(PART_SEPARATOR.join(pieces[:cut])))
        if id is not None:
            return id, PART_SEPARATOR.join(pieces[cut:]).strip()
    return typed, ""


def part_name(metric: Metric, value: Value) -> str:
    """Return the name of a value's part, such as "knowledge, May 2026", without unknown items."""
    return ", ".join(name for part in metric.parts if (name := value.groups.get(part)))


def select_part(metric: Metric, values: Sequence[Value], part: str) -> Sequence[Value]:
    """Return the values of one program that match a criterion's part; all if it names no part.

    A part is matched by all its items or by any one of them. Without a part, the cash level represents a
    cost.
    """
    wanted = casefold_name(part)
    if not part:
        usual = [value for value in values if value.groups.get("level") == DEFAULT_PART]
        return usual or values
    whole = [value for value in values if casefold_name(part_name(metric, value)) == wanted]
    return whole or [value for value in values if wanted in _items(metric, value)]


def _items(metric: Metric, value: Value) -> set[str]:
    return {casefold_name(value.groups.get(part) or "") for part in metric.parts}


@dataclass(frozen=True)
class Criterion:
    """One success criterion as declared; `part` is empty if it names the whole metric."""

    program_id: str | None
    metric_id: str
    part: str
    low: float | None
    ideal: float | None
    high: float | None
    declared_on: date | None


def read_criteria(dataset: Dataset, as_of: date, catalog: Iterable[Metric]) -> tuple[Criterion, ...]:
    """Return the criteria declared by a given day.

    Parameters
    ----------
    dataset : Dataset
    as_of : date
        Criteria declared later are excluded; criteria without a date are always included.
    catalog : iterable of Metric
        Metrics that a criterion may name.

    Returns
    -------
    tuple of Criterion
    """
    criteria = [_criterion(row, catalog) for row in read_rows(dataset, "criteria") if row["metric_id"]]
    return tuple(c for c in criteria if c.declared_on is None or c.declared_on <= as_of)


def _criterion(row: Mapping[str, Any], catalog: Iterable[Metric]) -> Criterion:
    return Criterion(
        row["program_id"],
        *parse_metric_name(str(row["metric_id"]), catalog),
        row["low"],
        row["ideal"],
        row["high"],
        to_date(row["declared_on"]),
    )
