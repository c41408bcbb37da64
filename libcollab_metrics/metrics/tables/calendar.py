"""Days and months: when sessions were held, which months the staff works, and the hours it gave."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import narwhals as nw
import pandas as pd

from libcollab_metrics.metrics.tables.rows import Frame, Rows, is_true, text
from libcollab_metrics.model.scope import PERIODS, period_labels

if TYPE_CHECKING:
    from libcollab_metrics.metrics.prepare import Prepared


def months(prepared: Prepared) -> Rows | None:
    """Return one row a calendar month from the first to the last one of the selection's days.

    They are the same for every program and partner, because the staff is: from the first session, or line of hours
    of the library's staff, that has a day to the last, whatever the filter, and within the days of the scope. Hours
    of volunteers or of a partner's staff say nothing of how long ours was there. A session of which only the
    year was written down speaks for every month of it that has begun; months, quarters or other parts of a year
    that such a line is put into are left out, for nobody can tell what of it fell there.
    """
    sessions, hours = prepared.all_sessions, prepared.all_hours
    hours = None if hours is None else hours.filter("library_staff")
    frames = [(frame, whole) for frame, whole in ((sessions, True), (hours, False)) if frame is not None]
    spans = [span for frame, whole in frames for span in _spans(frame, prepared.as_of, whole)]
    if not spans:
        return None
    scope, first, last = prepared.scope, min(span[0] for span in spans), max(span[1] for span in spans)
    inside = [(prepared.narrow(Rows(frame, {})).frame, whole) for frame, whole in frames]
    reached = [end for frame, whole in inside for _, end in _spans(frame, prepared.as_of, whole)]
    first, last = max(first, scope.start or first), max((min(last, scope.end or last), *reached))
    starts = pd.Series(pd.period_range(first, last, freq="M").to_timestamp())
    if starts.empty:
        return None
    labels = _labels(starts, prepared).assign(date=starts)
    for period in _parts_of_years(prepared):
        labels = labels[~labels[period].isin(_labels(_whole_years(sessions), prepared)[period])]
    rows = Rows(nw.from_native(labels).lazy(), {period: period for period in PERIODS}, dated=False, listed=False)
    return prepared.narrow(rows)


def session_days(prepared: Prepared) -> Rows | None:
    """Return the sessions held or cancelled, told apart by their day and by which of the two they were.

    A day is written 2026-03-07; where only the month or the year was written down, `day` is that: 2026-03, 2026.
    """
    sessions = prepared.sessions
    if sessions is None:
        return None
    precision = text("date_precision")
    longer = nw.when(is_true(precision == "month")).then(text("month")).otherwise(
        nw.when(is_true(precision == "year")).then(text("year"))
    )  # fmt: skip
    is_longer = is_true(precision.is_in(("month", "year")))
    frame = sessions.frame.filter(nw.col("planned")).with_columns(
        day=nw.when(is_longer).then(longer).otherwise(nw.col("date").dt.to_string("%Y-%m-%d")),
        state=nw.when(nw.col("held")).then(nw.lit("held")).otherwise(nw.lit("cancelled")),
        events_unknown=~nw.col("events_known"),
    )
    return Rows(frame, sessions.fields, ("day", "state"))


def _labels(days: pd.Series, prepared: Prepared) -> pd.DataFrame:
    settings = prepared.facts.settings
    return period_labels(days, settings.fiscal_year_start, settings.school_year_start).astype("string")


def _parts_of_years(prepared: Prepared) -> tuple[str, ...]:
    """The periods the selection is split or filtered by that are no calendar year."""
    used = {prepared.by, *(name for name, _ in prepared.scope.where)}
    return tuple(period for period in PERIODS if period in used and period != "year")


def _whole_years(sessions: Frame | None) -> pd.Series:
    """The days that stand for the hours of a whole year, each once."""
    if sessions is None:
        return pd.Series([], dtype="datetime64[ns]")
    of_years = is_true(text("date_precision") == "year") & ~nw.col("staff_hours").is_null()
    days = sessions.filter(of_years & ~nw.col("date").is_null()).select("date").unique().collect()
    return pd.Series([pd.Timestamp(row["date"]) for row in days.rows(named=True)], dtype="datetime64[ns]")


def team(prepared: Prepared) -> Rows | None:
    """Return the lines of hours of every program within the selection's days, whatever its programs."""
    if prepared.all_hours is None:
        return None
    return prepared.narrow(Rows(prepared.all_hours, {period: period for period in PERIODS}, listed=False))


def _spans(frame: Frame, as_of: date, has_precision: bool) -> list[tuple[date, date]]:
    """The first and the last day of the rows of each precision; a year ends with its last day, or today's."""
    precision = text("date_precision") if has_precision else nw.lit("day")
    dated = frame.filter(~nw.col("date").is_null()).select("date", precision=precision).group_by("precision")
    found = dated.agg(nw.col("date").min().alias("first"), nw.col("date").max().alias("last")).collect()
    return [
        (pd.Timestamp(row["first"]).date(), _end(pd.Timestamp(row["last"]).date(), row["precision"], as_of))
        for row in found.rows(named=True)
    ]


def _end(day: date, precision: str | None, as_of: date) -> date:
    """The last day a date stands for, never after the day the figures are true for."""
    return min(date(day.year, 12, 31), as_of) if precision == "year" else day
