"""What was typed about figures and does not fit them: criteria that name no metric, or a part that no metric has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from libcollab_metrics.errors import did_you_mean
from libcollab_metrics.metrics.catalog import CATALOG
from libcollab_metrics.metrics.criteria import named_metric, of_part, part_name
from libcollab_metrics.metrics.definition import Metric, Value
from libcollab_metrics.metrics.evaluate import ABOUT_CRITERIA, evaluate
from libcollab_metrics.metrics.facts import rows_of
from libcollab_metrics.model.addresses import address
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.schema import SCHEMA

FIELD = "criteria.metric_id"
#: Parts are looked for in everything recorded, whatever day figures are asked for.
END_OF_TIME = date(9000, 1, 1)


def with_criteria_checked(dataset: Dataset) -> Dataset:
    """Return the dataset with an issue for every criterion that cannot be judged because of what it names.

    That is a metric nobody knows, a figure about criteria themselves, a part of a metric without parts, or a part that
    is not among those recorded. A part of a metric of which nothing is recorded yet may well come later.
    """
    rows = rows_of(dataset, "criteria")
    told = [
        (row, message) for row in rows if row["metric_id"] and (message := _trouble(dataset, str(row["metric_id"])))
    ]
    issues = tuple(_issue(dataset, row, message) for row, message in told)
    return replace(dataset, issues=(*dataset.issues, *issues)) if issues else dataset


def _trouble(dataset: Dataset, typed: str) -> str:
    """Why a criterion on what was typed cannot be judged; empty when it can."""
    id, part = named_metric(typed, CATALOG)
    metric = next((m for m in CATALOG if m.id == id), None)
    if metric is None:
        name = typed.partition(":")[0].strip()
        return f"{did_you_mean('metric', name, _names(name))} The criterion stays undecided."
    if metric.id in ABOUT_CRITERIA:
        return f'"{metric.label}" is itself about criteria. The criterion stays undecided.'
    return _trouble_with_part(dataset, metric, part) if part else ""


def _names(typed: str) -> list[str]:
    """What a metric may be called: its names, unless an id was tried."""
    return [m.id for m in CATALOG] if "_" in typed else [m.label for m in CATALOG]


def _trouble_with_part(dataset: Dataset, metric: Metric, part: str) -> str:
    if not metric.parts:
        return f'"{metric.label}" has no parts, so "{part}" names nothing. The criterion stays undecided.'
    recorded = [v for v in _values(dataset, metric) if part_name(metric, v)]
    if not recorded or of_part(metric, recorded, part):
        return ""
    known = dict.fromkeys(part_name(metric, value) for value in recorded)
    kind = f'part of "{metric.label}"'
    return f"{did_you_mean(kind, part, known)} The criterion stays undecided."


def _values(dataset: Dataset, metric: Metric) -> Iterable[Value]:
    return evaluate(dataset, metrics=[metric], as_of=END_OF_TIME).values


def _issue(dataset: Dataset, row: dict[str, Any], message: str) -> Issue:
    """The issue at the cell of the sheet, or without a place for what was typed elsewhere."""
    sheet, line = row.get("sheet") or "", row.get("row")
    cell = address(int(line), _column(dataset, str(sheet))) if sheet and line is not None else ""
    heading, cells = SCHEMA["criteria"].field("metric_id").label, (cell,) if cell else ()
    return Issue("criterion-unknown", str(sheet), cell, cells, heading, str(row["metric_id"]), message)


def _column(dataset: Dataset, sheet: str) -> int:
    """The column that holds the metrics of a sheet's criteria; the first where it is not known."""
    columns = (
        mapped.column
        for reading in dataset.readings
        for read in reading.sheets
        if read.name == sheet
        for mapped in read.mapping
        if mapped.field == FIELD
    )
    return next(columns, 1)
