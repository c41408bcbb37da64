"""Times in a list of people: those when each person came are no starts of sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from libcollab_metrics.ingest.tables.mapping import BY_HAND
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import Column, ParseContext
from libcollab_metrics.ingest.values.dates import parse_time
from libcollab_metrics.messages import Message
from libcollab_metrics.model.readings import ColumnMapping

#: Share of the times that must differ from the others of their day, and fewest times.
MOST_DIFFERENT, MIN_TIMES = 0.75, 4
#: Minutes that the start of a session or an appointment is a multiple of, and share of other times.
STEP, SOME_UNEVEN = 15, 0.2


def without_arrival_times(
    body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext
) -> Sequence[ColumnMapping]:
    """Return the mapping without a column of times at which each person came, and report it.

    The people of one session share its start. Times that differ for nearly everyone on a day, and are not all
    at full quarters of an hour as those of appointments are, start no session.
    """
    fields = {mapped.field: mapped for mapped in mapping}
    start, day = fields.get("participation.start"), fields.get("participation.date")
    if start is None or start.reason == BY_HAND or day is None:
        return mapping
    column = body.column(start)
    if not _are_arrivals(column, body.column(day)):
        return mapping
    reason = Message("the times differ for nearly everyone: when each person came, not used")
    context.log.add(
        "arrival-times", int(column.rows[0]) - 1, column.number, heading=column.heading, message=reason
    )
    return [replace(mapped, field="", reason=reason) if mapped is start else mapped for mapped in mapping]


def _are_arrivals(times: Column, days: Column) -> bool:
    parsed = [parse_time(cell) for cell in times.distinct]
    timed = [
        (day, minute)
        for day, code in zip(days.codes.tolist(), times.codes.tolist(), strict=True)
        if (minute := parsed[code]) is not None
    ]
    uneven = sum(minute % STEP > 0 for _, minute in timed)
    return (
        len(timed) >= MIN_TIMES
        and len(timed) > len({day for day, _ in timed})
        and len(set(timed)) >= MOST_DIFFERENT * len(timed)
        and uneven >= SOME_UNEVEN * len(timed)
    )
