"""Columns of a list of people that belong to a person, not to a session: times of arrival, and homes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from libcollab_metrics.ingest.tables.mapping import BY_HAND
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import Column, ParseContext, cell_text
from libcollab_metrics.ingest.values.dates import parse_time
from libcollab_metrics.messages import Message
from libcollab_metrics.model.readings import ColumnMapping

#: Share of the times that must differ from the others of their day, and fewest times.
MOST_DIFFERENT, MIN_TIMES = 0.75, 4
#: Share of the days with several places, and people at one of them on average, up to which they are homes.
MOST_MIXED, FEW_PEOPLE = 0.5, 2.5
#: Minutes that the start of a session or an appointment is a multiple of, and share of other times.
STEP, SOME_UNEVEN = 15, 0.2


def without_personal_columns(
    body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext
) -> Sequence[ColumnMapping]:
    """Return the mapping without columns of arrival times and homes, which start no session of their own."""
    return _without_homes(body, _without_arrival_times(body, mapping, context), context)


def _without_arrival_times(
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
    return _without(start, column, "arrival-times", reason, mapping, context)


def _without_homes(
    body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext
) -> Sequence[ColumnMapping]:
    """Return the mapping without a column of places where the people live, and report it.

    The people of one session are at one place. Places that differ between the people of most days, with few
    people each, are homes: the day is one session.
    """
    fields = {mapped.field: mapped for mapped in mapping}
    site, day = fields.get("participation.site"), fields.get("participation.date")
    if site is None or site.reason == BY_HAND or day is None:
        return mapping
    column = body.column(site)
    if not _are_homes(column, body.column(day)):
        return mapping
    reason = Message("the places differ between the people of a day: where they come from, not used")
    return _without(site, column, "homes-assumed", reason, mapping, context)


def _without(
    dropped: ColumnMapping,
    column: Column,
    kind: str,
    reason: Message,
    mapping: Sequence[ColumnMapping],
    context: ParseContext,
) -> Sequence[ColumnMapping]:
    context.log.add(kind, int(column.rows[0]) - 1, column.number, heading=column.heading, message=reason)
    return [replace(mapped, field="", reason=reason) if mapped is dropped else mapped for mapped in mapping]


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


def _are_homes(places: Column, days: Column) -> bool:
    named = [bool(cell_text(cell)) for cell in places.distinct]
    people = Counter(
        (day, place)
        for day, place in zip(days.codes.tolist(), places.codes.tolist(), strict=True)
        if named[place]
    )
    places_of = Counter(day for day, _ in people)
    people_of = Counter(day for day, _ in people.elements())
    together = [day for day, count in people_of.items() if count > 1]
    mixed = [day for day in together if places_of[day] > 1]
    return (
        len(mixed) > 1
        and len(mixed) >= MOST_MIXED * len(together)
        and sum(people_of[day] for day in mixed) <= FEW_PEOPLE * sum(places_of[day] for day in mixed)
    )
