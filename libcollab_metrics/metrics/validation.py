"""Validate criteria and bands: unknown metrics, bounds out of reach, and shares that may exceed 100 %.

Reports criteria that name an unknown metric or part, bounds that a metric cannot reach, and bands with a
floor above the ceiling.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from libcollab_metrics.errors import unknown_name_error
from libcollab_metrics.messages import Message, join_messages
from libcollab_metrics.metrics.criteria import parse_metric_name, part_name, select_part
from libcollab_metrics.metrics.definition import Metric, Unit, Value
from libcollab_metrics.metrics.evaluate import ABOUT_CRITERIA, evaluate
from libcollab_metrics.metrics.facts import read_rows
from libcollab_metrics.metrics.families import CATALOG
from libcollab_metrics.model.addresses import cell_reference
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.schema import SCHEMA

#: Fields of the floor, ideal and ceiling, by table.
BANDS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {"criteria": ("low", "ideal", "high"), "programs": ("target_low", "target_ideal", "target_high")}
)
#: Smallest and largest possible value of a metric, by unit.
UNIT_RANGES: Mapping[Unit, tuple[float, float]] = MappingProxyType(
    {"share": (0, 1), "change": (-1, 1), "balance": (-1, 1)}
)
#: Shares that may exceed 1 (people from outside reached or answering, exceeded targets, overfilled seats,
#: unregistered participants, a stage that grew).
MAY_PASS_ONE = frozenset(
    {
        "reach_rate",
        "target_attainment",
        "survey_response_rate",
        "stage_yield",
        "seat_fill",
        "turnout_ratio",
        "month_attendance_pct",
    }
)
MAX_SHARE = 10.0
#: Parts are searched in everything recorded, regardless of the day of an evaluation.
LAST_DAY = date(9000, 1, 1)


def check_criteria(dataset: Dataset) -> Dataset:
    """Return the dataset with an issue for every criterion or band that cannot be evaluated.

    A criterion cannot be evaluated if it names an unknown metric, a metric about criteria, a part of a metric
    without parts, or a part that was not recorded. If nothing of the metric is recorded yet, the part may
    still appear, so no issue is reported. A floor above its ceiling (also of a program's target) and a bound
    outside the possible range of its metric are reported and left as typed.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    Dataset
        The same object if nothing is reported.
    """
    rows = read_rows(dataset, "criteria")
    problems = [
        (row, message)
        for row in rows
        if row["metric_id"] and (message := _find_problem(dataset, str(row["metric_id"])))
    ]
    unknown = (
        _issue(dataset, "criterion-unknown", "criteria", "metric_id", row, message)
        for row, message in problems
    )
    issues = (*unknown, *_check_bounds(dataset, rows), *_check_bands(dataset))
    return replace(dataset, issues=(*dataset.issues, *issues)) if issues else dataset


def _check_bounds(dataset: Dataset, rows: Iterable[dict[str, Any]]) -> Iterator[Issue]:
    """Yield an issue for each bound its metric cannot reach, such as a share typed in percent."""
    for row in rows:
        id, _ = parse_metric_name(str(row["metric_id"]), CATALOG)
        metric = next((m for m in CATALOG if m.id == id), None)
        if metric is None or metric.unit not in UNIT_RANGES or id in ABOUT_CRITERIA:
            continue
        least, most = UNIT_RANGES[metric.unit]
        most = MAX_SHARE if metric.id in MAY_PASS_ONE else most
        for field in BANDS["criteria"]:
            if (bound := row.get(field)) is not None and not least <= bound <= most:
                message = join_messages(" ", [_explain_bound(metric, bound), Message("It stays as typed.")])
                yield _issue(dataset, "bound-out-of-reach", "criteria", field, row, message)


def _explain_bound(metric: Metric, bound: float) -> Message:
    if metric.unit == "balance" or bound < 0:
        return Message('"{metric}" is never {bound}.', metric=Message(metric.label), bound=_plain(bound))
    return Message(
        "{bound} is read as {percent}%. If you mean {bound}%, write the sign or a fraction.",
        bound=_plain(bound),
        percent=_plain(bound * 100),
    )


def _check_bands(dataset: Dataset) -> Iterator[Issue]:
    """Yield an issue for each band in which floor, ideal and ceiling are not ascending."""
    for table, fields in BANDS.items():
        for row in read_rows(dataset, table):
            typed = [(field, bound) for field in fields if (bound := row.get(field)) is not None]
            for (lower, floor), (field, bound) in pairwise(typed):
                if floor > bound:
                    names = [SCHEMA[table].field(name).label for name in (lower, field)]
                    message = Message(
                        '"{lower}" is {floor} and "{upper}" {bound}. Both stay as typed.',
                        lower=Message(names[0]),
                        floor=_plain(floor),
                        upper=Message(names[1]),
                        bound=_plain(bound),
                    )
                    yield _issue(dataset, "band-out-of-order", table, field, row, message)


def _find_problem(dataset: Dataset, typed: str) -> str:
    """Return why a criterion cannot be evaluated; empty if it can."""
    id, part = parse_metric_name(typed, CATALOG)
    metric = next((m for m in CATALOG if m.id == id), None)
    if metric is None:
        name = typed.partition(":")[0].strip()
        return _undecided(unknown_name_error(Message("metric"), name, _candidate_names(name)).message)
    if metric.id in ABOUT_CRITERIA:
        return _undecided(Message('"{metric}" is itself about criteria.', metric=Message(metric.label)))
    return _find_part_problem(dataset, metric, part) if part else ""


def _candidate_names(typed: str) -> list[str]:
    """Return the names to suggest: ids if an id was typed, otherwise labels."""
    return [m.id for m in CATALOG] if "_" in typed else [m.label for m in CATALOG]


def _find_part_problem(dataset: Dataset, metric: Metric, part: str) -> str:
    if not metric.parts:
        message = Message(
            '"{metric}" has no parts, so "{part}" names nothing.', metric=Message(metric.label), part=part
        )
        return _undecided(message)
    recorded = [v for v in _values(dataset, metric) if part_name(metric, v)]
    if not recorded or select_part(metric, recorded, part):
        return ""
    known = dict.fromkeys(part_name(metric, value) for value in recorded)
    kind = Message('part of "{metric}"', metric=Message(metric.label))
    return _undecided(unknown_name_error(kind, part, known).message)


def _plain(number: float) -> float:
    """Return a whole number as an integer, which a message groups by thousands."""
    return int(number) if float(number).is_integer() else number


def _undecided(message: str) -> Message:
    return join_messages(" ", [message, Message("The criterion stays undecided.")])


def _values(dataset: Dataset, metric: Metric) -> Iterable[Value]:
    return evaluate(dataset, metrics=[metric], as_of=LAST_DAY).values


def _issue(dataset: Dataset, code: str, table: str, field: str, row: dict[str, Any], message: str) -> Issue:
    """Return the issue with its sheet cell, or without one for data not from a sheet."""
    sheet, line = row.get("sheet") or "", row.get("row")
    cell = (
        cell_reference(int(line), _column(dataset, str(sheet), f"{table}.{field}"))
        if sheet and line is not None
        else ""
    )
    heading, cells, typed = Message(SCHEMA[table].field(field).label), (cell,) if cell else (), row[field]
    value = typed if isinstance(typed, str) else f"{typed:.15g}"
    return Issue(code, str(sheet), cell, cells, heading, value, message)


def _column(dataset: Dataset, sheet: str, field: str) -> int:
    """Return the sheet column mapped to a field; 1 if unknown."""
    columns = (
        mapped.column
        for reading in dataset.readings
        for read in reading.sheets
        if read.name == sheet
        for mapped in read.mapping
        if mapped.field == field
    )
    return next(columns, 1)
