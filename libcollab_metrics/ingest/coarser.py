"""Rows of quarters and years among rows of months: they sum up the months, so the months are used."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from libcollab_metrics.ingest.body import Body
from libcollab_metrics.ingest.columns import Column, Context, as_text
from libcollab_metrics.ingest.days import read_month, read_year
from libcollab_metrics.ingest.periods_across import months_summed
from libcollab_metrics.ingest.values import same_rows
from libcollab_metrics.model.readings import Mapped

#: What a month and the quarter that sums it up must share; blank in the quarter's row means all of them.
LABELS = ("sessions.site", "programs.name", "sessions.age_group", "sessions.format")


@dataclass(frozen=True)
class Span:
    """The months a row is about, in a year or in an unknown one (0); `coarse` for quarters and years."""

    year: int
    months: range
    coarse: bool

    def covers(self, other: Span) -> bool:
        """True when another span lies within this one, as far as their years are known."""
        return other.months[0] in self.months and (not self.year or not other.year or self.year == other.year)


def leave_coarser(body: Body, mapping: Sequence[Mapped], context: Context) -> None:
    """Leave rows of a quarter or a year out where rows of its months stand in the same table, and tell."""
    columns = {mapped.field: body.column(mapped) for mapped in reversed(mapping) if mapped.field}
    periods = columns.get("period.month") or columns.get("sessions.date")
    if periods is None:
        return
    years = columns.get("period.year")
    codes = [periods.codes, *([years.codes] if years else []), *(columns[n].codes for n in LABELS if n in columns)]
    firsts, places = np.unique(same_rows(codes, len(body.used)), return_inverse=True)
    spans = [_span(_cell(periods, row), _cell(years, row)) for row in firsts.tolist()]
    labels = [tuple(as_text(_cell(columns.get(name), row)) for name in LABELS) for row in firsts.tolist()]
    fine = [(span, label) for span, label in zip(spans, labels, strict=True) if span and not span.coarse]
    gone = [
        span is not None and span.coarse and any(span.covers(one) and _within(label, other) for one, other in fine)
        for span, label in zip(spans, labels, strict=True)
    ]
    rows = np.flatnonzero(np.array(gone, dtype=bool)[places]) if gone else np.zeros(0, dtype=np.int64)
    if len(rows):
        context.log.add_rows(
            "cadence-mixed", periods.rows[rows], periods.number, heading=periods.heading,
            value=as_text(_cell(periods, int(rows[0]))), message="the row sums up months that have their own rows",
        )  # fmt: skip
        body.leave_out(rows, "it sums up months that stand in rows of their own")


def _cell(column: Column | None, row: int) -> object:
    return None if column is None else column.distinct[column.codes[row]]


def _span(period: object, year: object) -> Span | None:
    own = read_year(as_text(year)) or 0
    if isinstance(period, date):
        return Span(period.year, range(period.month, period.month + 1), False)
    text = as_text(period)
    if not text:
        return Span(own, range(1, 13), True) if own else None
    if (summed := months_summed(text)) is not None:
        named = re.search(r"\b(?:19|20)\d\d\b", text)
        return Span(int(named.group()) if named else own, summed, True)
    if read := read_month(text):
        return Span(read[0] or own, range(read[1], read[1] + 1), False)
    return None


def _within(coarse: tuple[str, ...], fine: tuple[str, ...]) -> bool:
    return all(not label or label.casefold() == other.casefold() for label, other in zip(coarse, fine, strict=True))
