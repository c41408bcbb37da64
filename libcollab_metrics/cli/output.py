"""Output of the commands `read` and `metrics`: fields of the JSON, and plain-text lines."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from libcollab_metrics.metrics.definition import Value
    from libcollab_metrics.model import Dataset, Import, Issue, SheetReading


def to_json(value: object) -> str:
    """Format JSON for output: indented, and letters of all languages as they are."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def describe_reading_json(imports: Sequence[Import], dataset: Dataset) -> dict[str, Any]:
    """Describe how files were read, in the structure of `read --json`."""
    from libcollab_metrics.model import SCHEMA

    twice = {issue.sheet for issue in dataset.overlaps}
    files = [
        {
            "name": imported.reading.name,
            "sheets": [_describe_sheet(sheet, twice) for sheet in imported.reading.sheets],
        }
        for imported in imports
    ]
    tables = {name: len(dataset.tables[name]) for name in SCHEMA}
    return {"files": files, "tables": tables, "issues": [_describe_issue(issue) for issue in dataset.issues]}


def _describe_sheet(sheet: SheetReading, overlapping: Container[str]) -> dict[str, Any]:
    """Describe one sheet; one that overlaps another (`overlapping`) gets an additional question."""
    from libcollab_metrics.model import OVERLAP_QUESTION

    plain = ("name", "layout", "table", "header_row", "rows_read", "rows_used", "rows_left_out")
    mapping = [{"heading": m.heading, "field": m.field or None, "reason": m.reason} for m in sheet.mapping]
    questions = [
        {"id": q.id, "text": q.text, "options": [value for value, _ in q.options], "default": q.default}
        for q in (*sheet.questions, *[OVERLAP_QUESTION][: sheet.name in overlapping])
    ]
    return {name: getattr(sheet, name) for name in plain} | {"mapping": mapping, "questions": questions}


def _describe_issue(issue: Issue) -> dict[str, Any]:
    return {
        "code": issue.code,
        "severity": issue.severity,
        "sheet": issue.sheet,
        "cell": issue.cell,
        "cells": list(issue.cells),
        "heading": issue.heading,
        "value": issue.value,
        "message": issue.message or issue.kind.why,
        "count": issue.count,
    }


def describe_reading_text(imports: Sequence[Import], dataset: Dataset) -> str:
    """Describe how files were read, as plain text."""
    from libcollab_metrics.model import OVERLAP_QUESTION

    lines = []
    for imported in imports:
        lines.append(imported.reading.name)
        for sheet in imported.reading.sheets:
            used = f"{sheet.rows_used} of {sheet.rows_read} rows used" if sheet.rows_read else sheet.saw
            lines.append(f"  {sheet.name}: {sheet.layout.replace('_', ' ')}, {used}")
            lines += [f"    {m.heading} → {m.field or '–'} ({m.reason})" for m in sheet.mapping]
            lines += [f"    ? {q.text} [{q.id}]" for q in sheet.questions]
    if dataset.overlaps:
        lines.append(f"? {OVERLAP_QUESTION.text} [{OVERLAP_QUESTION.id}]")
    lines.append(
        "Tables: " + ", ".join(f"{len(frame)} {name}" for name, frame in dataset.tables.items() if len(frame))
    )
    lines += [
        f"{issue.severity:<10} {issue.code} {issue.sheet} {issue.cell} ×{issue.count}: "
        f"{issue.message or issue.kind.why}"
        for issue in dataset.issues
    ]
    return "\n".join(lines)


def describe_evaluation_json(values: Iterable[Value]) -> list[dict[str, Any]]:
    """Return values in the structure of `metrics --json`."""
    from libcollab_metrics.metrics import find_metric
    from libcollab_metrics.metrics.definition import NUMBER_FIELDS

    names = (*NUMBER_FIELDS, "certainty", "estimated", "small", "reason")
    listed = []
    for value in values:
        about = find_metric(value.metric)
        row = {"metric": value.metric, "label": about.label, "group": value.groups, "unit": about.unit}
        listed.append(row | {name: getattr(value, name) for name in names})
    return listed


def describe_evaluation_text(values: Iterable[Value], currency: str) -> str:
    """Format values as text lines: label, group, value with its certainty, worked formula."""
    from libcollab_metrics.localization import language
    from libcollab_metrics.metrics import find_metric, format_worked_formula

    english = language("en")
    lines = []
    for value in values:
        about = find_metric(value.metric)
        group = ", ".join(
            f"{field} {name if name is not None else 'not recorded'}" for field, name in value.group
        )
        text = english.format_value_with_estimate(value, about, currency)
        how = format_worked_formula(value, about, english, currency) if value.reason is None else ""
        text += f"  ({how})" if "=" in how else ""
        lines.append(f"{about.label}{' · ' + group if group else ''}: {text}")
    return "\n".join(lines)
