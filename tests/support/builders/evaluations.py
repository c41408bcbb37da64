"""Build evaluations by hand, to test a figure without the tables behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from libcollab_metrics.figures import Chart, Point, Series
from libcollab_metrics.figures.chart import ChartKind
from libcollab_metrics.metrics.definition import Evaluation, Value
from libcollab_metrics.model import Scope

DAY = date(2026, 6, 30)
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "<b>bold</b> & <img src=x>",
    "#typst *strong* _em_ $x$ @ref",
    "**md** [a](b) `c`",
    "bell\x07 and null\x00",
    "W" * 300,
    "emoji 😀",
    "₱ € − ≈",
    "%{x} {label} \\n ${y}",
    "'); datum.value",
)


def value(metric: str, number: float | None, **more: Any) -> Value:
    """Return a value; `group` holds its group items."""
    group = tuple(more.pop("group", {}).items())
    return Value(metric, group, value=number, **more)


def by_group(metric: str, by: str, numbers: Mapping[str, float | None], **more: Any) -> Evaluation:
    """Return the evaluation of one metric by one field."""
    values = tuple(value(metric, n, group={by: name}, **more) for name, n in numbers.items())
    return Evaluation(values, Scope(), by, DAY, "PHP")


def by_month(numbers: Mapping[str, float | None], **more: Any) -> Evaluation:
    """Return attendance by month."""
    return by_group("attendance_total", "month", numbers, **more)


def months(count: int, first: int = 2020) -> list[str]:
    """Return consecutive months, as labels of a grouping."""
    return [f"{first + i // 12}-{i % 12 + 1:02d}" for i in range(count)]


def chart(kind: ChartKind, points: tuple[Point, ...] | tuple[tuple[Point, ...], ...], **more: Any) -> Chart:
    """Return a chart of one or several series of points."""
    if kind == "pairs" and not (points and isinstance(points[0], tuple)):
        points = (points, points)  # type: ignore[assignment]  # before and after are equal
    rows = points if points and isinstance(points[0], tuple) else (points,)
    series = tuple(Series(f"Series {i + 1}", row) for i, row in enumerate(rows))  # type: ignore[arg-type]
    defaults: dict[str, Any] = {
        "key": "test",
        "kind": kind,
        "title": "Story hour leads",
        "unit": "visits",
        "series": series,
        "category": "Program",
        "measure": "Program attendance",
        "caption": "Coverage 75 %.",
        "source": "All programs.",
        "alt": "Bar chart.",
    }
    return Chart(**{**defaults, **more})
