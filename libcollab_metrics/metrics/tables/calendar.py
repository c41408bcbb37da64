"""The months the records reach over: what hours at work in a month are multiplied by."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import narwhals as nw
import pandas as pd

from libcollab_metrics.metrics.tables.rows import Frame, Rows
from libcollab_metrics.model.periods import period_labels
from libcollab_metrics.model.scope import PERIODS

if TYPE_CHECKING:
    from libcollab_metrics.metrics.prepare import Prepared


def months(prepared: Prepared) -> Rows | None:
    """Return one row a calendar month from the first to the last one of the selection's days.

    They are the same for every program and partner, because the staff is: from the first session or line of hours
    that has a day to the last, whatever the filter, and within the days of the scope.
    """
    days = [day for frame in (prepared.all_sessions, prepared.all_hours) if frame is not None for day in _ends(frame)]
    if not days:
        return None
    first = max(min(days), prepared.scope.start or min(days))
    last = min(max(days), prepared.scope.end or max(days))
    starts = pd.Series(pd.period_range(first, last, freq="M").to_timestamp())
    if starts.empty:
        return None
    settings = prepared.facts.settings
    labels = period_labels(starts, settings.fiscal_year_start, settings.school_year_start).astype("string")
    frame = nw.from_native(labels.assign(date=starts)).lazy()
    rows = Rows(frame, {period: period for period in PERIODS}, dated=False, listed=False)
    return prepared.narrow(rows)


def _ends(frame: Frame) -> tuple[date, ...]:
    """The first and the last day of a table, nothing where no row has one."""
    found = frame.select(nw.col("date").min().alias("first"), nw.col("date").max().alias("last")).collect()
    row = next(iter(found.rows(named=True)))
    return tuple(pd.Timestamp(day).date() for day in row.values() if not pd.isna(day))
