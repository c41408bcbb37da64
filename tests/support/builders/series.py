"""Build attendance by month by hand, and the series made of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from libcollab_metrics.metrics import Evaluation, evaluate
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import last_day, months_after
from libcollab_metrics.planning.forecast import SERIES_METRICS, Series, build_monthly_series
from tests.support.builders.datasets import dataset

Sessions = Sequence[float | None]


def months(counts: Sequence[Sessions], first: str = "2025-01", **session: Any) -> list[dict[str, Any]]:
    """Return sessions: for each month from the first, one per count (None: not counted), on days 1, 2, …"""
    labels = [first, *months_after(first, max(0, len(counts) - 1))]
    return [
        {"on": f"{label}-{day:02d}", "attended": count} | session
        for label, month_counts in zip(labels, counts, strict=False)
        for day, count in enumerate(month_counts, start=1)
    ]


def by_month(data: Dataset, as_of: date) -> Evaluation:
    return evaluate(data, metrics=SERIES_METRICS, by="month", as_of=as_of)


def series(
    counts: Sequence[Sessions], first: str = "2025-01", as_of: date | None = None, **session: Any
) -> Series:
    """Return the series of these months, by default as of the last day of the last month."""
    last = [first, *months_after(first, max(0, len(counts) - 1))][-1]
    return build_monthly_series(by_month(dataset(months(counts, first, **session)), as_of or last_day(last)))
