"""A month grid: a site or program a row, a month a column; program attendance only if the librarian says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from libcollab_metrics.ingest.amounts import read_numbers
from libcollab_metrics.ingest.body import Body, ByField, sort_rows
from libcollab_metrics.ingest.columns import Context, as_text
from libcollab_metrics.ingest.context import Surroundings
from libcollab_metrics.ingest.heading import Heading
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.periods_across import is_coarser, month_named, two_digit_year
from libcollab_metrics.ingest.values import ReadRows, Rows, Values, stacked
from libcollab_metrics.model.readings import Mapped, Question
from libcollab_metrics.model.schema import SCHEMA

ATTENDED = SCHEMA["sessions"].field("attended")


@dataclass(frozen=True)
class Period:
    """A column of the grid: its heading and the first day of its month, or None where the year is not known."""

    heading: Heading
    day: datetime | None


def read_month_grid(
    grid: Grid, mapping: Sequence[Mapped], around: Surroundings, context: Context
) -> tuple[Body, Rows, tuple[Question, ...]]:
    """Return a grouped session row for each site and month, or nothing while the counts may be of a door.

    Percentages are no counts: a grid of them is left out. Coarser columns beside the months (quarters, years) are
    compared and never counted.
    """
    body = sort_rows(grid, mapping, context.log, _missing)
    periods = _periods(grid, context)
    _leave_coarser(grid, context)
    columns = [body.column_at(period.heading.column, period.heading.text) for period in periods]
    counts = [read_numbers(ATTENDED, column, context) for column in columns]
    if _are_shares(counts):
        body.leave_out(np.arange(len(body.used)), "percentages, not counts")
        return body, {}, ()
    asked = _question(grid, counts, context)
    if context.answers.get("activity") != "program":
        _keep_apart(grid, body, counts, context)
        return body, {}, asked
    names = _names(body, mapping)
    parts = [_month(body, period, count, names) for period, count in zip(periods, counts, strict=True)]
    sessions = stacked(parts).with_all(status="held", date_precision="month", events=None)
    if "program_id" not in sessions.columns:
        sessions = sessions.with_all(program_id=around.program or None)
    return body, {"sessions": sessions}, asked


def _missing(row: ByField) -> str:
    """A row needs a name; months are not mapped, so a row without a count is a site of which nothing is known."""
    return "" if row.get("sessions.site") or row.get("programs.name") or row.get("check") else "no name"


def _periods(grid: Grid, context: Context) -> list[Period]:
    """The months across, years carried forward: a month that goes back belongs to the next year."""
    found, year, last = [], context.year, 0
    headings = [heading for heading in grid.headings if month_named(heading)]
    short = two_digit_year(headings)
    for heading in headings:
        named = month_named(heading)
        if named is None:
            continue
        own, month = named
        if own is None and short:
            own = short.get(heading.column)
        if own is None and year and month < last:
            year += 1
        last = month
        chosen = own or (context.year_of(month) if year == context.year else year)
        if chosen is None:
            context.log.add("year-missing", grid.row_number(grid.header), heading.column, heading="months",
                            value=heading.text, message="no year is given")  # fmt: skip
        found.append(Period(heading, datetime(chosen, month, 1) if chosen else None))
    return found


def _leave_coarser(grid: Grid, context: Context) -> None:
    for heading in grid.headings:
        if heading.text and month_named(heading) is None and is_coarser(heading):
            context.log.add("cadence-mixed", grid.row_number(grid.header), heading.column, heading=heading.text,
                            message=f'"{heading.text}" sums up the months; the months are used')  # fmt: skip


def _are_shares(counts: Sequence[Values]) -> bool:
    reads = [read for column in counts for read in column.values]
    return any(read.code == "percent-not-count" for read in reads) and not any(read.value for read in reads)


def _question(grid: Grid, counts: Sequence[Values], context: Context) -> tuple[Question, ...]:
    if context.answers.get("activity") is not None:
        return ()
    options = (("program", "people at programs"), ("door-count", "everyone who came through the door"))
    text = "What do the numbers count: people at programs, or everyone who came through the door?"
    return (Question(f"sheets.{grid.cells.name}.activity", text, options, "door-count"),)


def _keep_apart(grid: Grid, body: Body, counts: Sequence[Values], context: Context) -> None:
    known = [read.value for column in counts for read in column if read.value is not None]
    cells = sum(len(column) for column in counts)
    message = (
        f"{len(known):,} monthly counts of {cells:,}, {sum(known):,.0f} in all, are kept out of program figures: "
        "they may count everyone who came through the door"
    )
    context.log.add("door-count", grid.row_number(grid.header), grid.cells.first_column, message=message)
    body.leave_out(np.arange(len(body.used)), "counts of a door, or not known to be of programs")


def _names(body: Body, mapping: Sequence[Mapped]) -> dict[str, Values]:
    targets = {"sessions.site": "site", "programs.name": "program_id"}
    return {
        targets[mapped.field]: body.column(mapped).read(lambda cell: as_text(cell) or None)
        for mapped in mapping
        if mapped.field in targets
    }


def _month(body: Body, period: Period, counts: Values, names: dict[str, Values]) -> ReadRows:
    columns = names | {
        "attended": counts.map(lambda read: read.value),
        "attended_is_estimate": counts.map(lambda read: read.estimate),
        "attended_at_least": counts.map(lambda read: read.at_least),
        "row": Values.of(body.numbers.tolist()),
    }
    typed = None if period.day else period.heading.text
    return ReadRows(columns, len(body.used)).with_all(date=period.day, session_no=typed)
