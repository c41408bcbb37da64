"""Columns of a list of people that belong to a person, not to a session: times of arrival, and homes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

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
MINUTES_PER_DAY = 24 * 60


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
    known = np.array([-1 if (minute := parse_time(cell)) is None else minute for cell in times.distinct])
    minutes = known[times.codes]
    timed = minutes >= 0
    number = np.count_nonzero(timed)
    different = np.unique(days.codes[timed].astype(np.int64) * MINUTES_PER_DAY + minutes[timed])
    return bool(
        number >= MIN_TIMES
        and number > len(np.unique(days.codes[timed]))
        and len(different) >= MOST_DIFFERENT * number
        and np.count_nonzero(minutes[timed] % STEP) >= SOME_UNEVEN * number
    )


def _are_homes(places: Column, days: Column) -> bool:
    named = np.array([bool(cell_text(cell)) for cell in places.distinct], dtype=bool)[places.codes]
    if not named.any():
        return False
    day_codes = days.codes[named].astype(np.int64)
    at_places = np.unique(day_codes * len(places.distinct) + places.codes[named])
    places_of = np.bincount(at_places // len(places.distinct), minlength=len(days.distinct))
    people_of = np.bincount(day_codes, minlength=len(days.distinct))
    together = people_of > 1
    mixed = together & (places_of > 1)
    return bool(
        np.count_nonzero(mixed) > 1
        and np.count_nonzero(mixed) >= MOST_MIXED * np.count_nonzero(together)
        and people_of[mixed].sum() <= FEW_PEOPLE * places_of[mixed].sum()
    )
