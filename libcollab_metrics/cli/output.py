"""Output of the commands `read` and `metrics`: fields of the JSON, and plain-text lines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from libcollab_metrics.metrics import Change, Comparison
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
    return {"files": files, "tables": tables, "issues": [describe_issue(issue) for issue in dataset.issues]}


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


def summarize_issues(issues: Sequence[Issue]) -> str:
    """Return one line that states what was left out, assumed and not read.

    Examples
    --------
    >>> summarize_issues(())
    'Everything was read as typed.'
    """
    rows: Counter[str] = Counter()
    for issue in issues:
        rows["sheets" if issue.code in UNREAD_SHEETS else issue.severity] += issue.count
    named = (
        ("sheets", "{} not read"),
        ("left-out", "{} left out"),
        ("assumption", "{} assumed"),
    )
    nouns = {"sheets": ("sheet", "sheets"), "left-out": ("row or cell", "rows and cells")}
    parts = []
    for key, text in named:
        if rows[key]:
            one, many = nouns.get(key, ("value", "values"))
            parts.append(text.format(f"{rows[key]:,} {one if rows[key] == 1 else many}"))
    if not parts:
        return "Everything was read as typed."
    return f"{', '.join(parts)}. The command `read` lists them."


#: Issues of a whole sheet that was not read.
UNREAD_SHEETS = ("layout-unknown", "sheet-skipped", "workbook-unreadable")


def describe_issue(issue: Issue) -> dict[str, Any]:
    """Describe one issue, in the structure of `read --json`."""
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


def describe_evaluation_json(
    values: Iterable[Value], comparison: Comparison | None = None
) -> list[dict[str, Any]]:
    """Return values in the structure of `metrics --json`, with the earlier ones under "against"."""
    from libcollab_metrics.metrics import find_metric
    from libcollab_metrics.metrics.definition import NUMBER_FIELDS

    names = (*NUMBER_FIELDS, "certainty", "estimated", "small", "reason")
    listed = []
    for value in values:
        about = find_metric(value.metric)
        row = {"metric": value.metric, "label": about.label, "group": value.groups, "unit": about.unit}
        row |= {name: getattr(value, name) for name in names}
        listed.append(row | ({"against": _describe_change(value, comparison)} if comparison else {}))
    return listed


#: Why two periods are not compared, by code.
COMPARISON_REASONS = {
    "no-period": "the selection has no first and last day",
    "by-period": "values by period are not compared",
    "few-months": "fewer than four months are recorded",
    "not-recorded": "fewer than 60% of the sessions of one of the periods have a number",
    "few-sessions": "one of the periods has fewer than five sessions with a number",
    "other-months": "sessions were recorded in different months of the two periods",
}


def _describe_change(value: Value, comparison: Comparison) -> dict[str, Any]:
    scope, change = comparison.scope, _find_change(value, comparison)
    described: dict[str, Any] = {
        "period": comparison.against,
        "from": scope.start.isoformat() if scope and scope.start else None,
        "to": scope.end.isoformat() if scope and scope.end else None,
        "reason": comparison.reason or None,
    }
    if change is None:
        return described
    earlier = {name: getattr(change.earlier, name) for name in ("value", "coverage", "certainty")}
    shown = {name: getattr(change, name) for name in ("difference", "relative", "direction", "is_fair")}
    return described | earlier | shown


def _find_change(value: Value, comparison: Comparison) -> Change | None:
    key = (value.metric, value.group)
    return next((c for c in comparison.changes if (c.now.metric, c.now.group) == key), None)


def _format_doubt(value: Value) -> str:
    """Return what to add to a partial value, such as ", 86% recorded"; "" for other values."""
    if value.certainty != "partial" or value.value is None:
        return ""
    if value.coverage is not None and value.coverage < 1:
        return f", {value.coverage:.0%} recorded"
    return ", not certain"


def describe_evaluation_text(
    values: Iterable[Value], currency: str, comparison: Comparison | None = None
) -> str:
    """Format values as text lines: label, group, value with its certainty, worked formula, earlier value."""
    from libcollab_metrics.localization import language
    from libcollab_metrics.metrics import find_metric, format_worked_formula

    english = language("en")
    lines = []
    if comparison is not None and comparison.reason:
        lines.append(f"Not compared: {COMPARISON_REASONS[comparison.reason]}.")
    for value in values:
        about = find_metric(value.metric)
        group = ", ".join(
            f"{field} {name if name is not None else 'not recorded'}" for field, name in value.group
        )
        text = english.format_value_with_estimate(value, about, currency) + _format_doubt(value)
        how = format_worked_formula(value, about, english, currency) if value.reason is None else ""
        text += f"  ({how})" if "=" in how else ""
        change = _find_change(value, comparison) if comparison else None
        if comparison is not None and change is not None and change.direction is not None:
            when = "a year earlier" if comparison.against == "last-year" else "before"
            earlier = english.format_value_with_estimate(change.earlier, about, currency)
            text += f"; {when} {earlier} ({change.direction})"
        lines.append(f"{about.label}{' · ' + group if group else ''}: {text}")
    return "\n".join(lines)
