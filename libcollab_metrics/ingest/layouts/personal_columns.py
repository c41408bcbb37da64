"""Columns of a list of people that belong to a person, not to a session: times of arrival, and homes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.tables.mapping import BY_HAND
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import Column, ParseContext, cell_text
from libcollab_metrics.ingest.values.dates import parse_time
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.table import EncodedValues
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Share of the times that must differ from the others of their day, and fewest times.
MOST_DIFFERENT, MIN_TIMES = 0.75, 4
#: Share of the days with several places, and people at one of them on average, up to which they are homes.
MOST_MIXED, FEW_PEOPLE = 0.5, 2.5
#: Minutes that the start of a session or an appointment is a multiple of, and share of other times.
STEP, SOME_UNEVEN = 15, 0.1
MINUTES_PER_DAY = 24 * 60
#: Most minutes between the first and the last of the people who come to one session.
MAX_ARRIVALS = 45


def without_personal_columns(
    body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext, blocks: Sequence[int] = ()
) -> Sequence[ColumnMapping]:
    """Return the mapping without columns of arrival times and homes, and report them.

    The people of one session share its start and its place. Times that differ for nearly everyone on a day,
    and places that differ between the people of most days, belong to the people: the day is one session.
    `blocks` are the lines above the people of a session each, on a list without a column of days: below them,
    a heading for homes leaves no doubt.
    """
    day = next((mapped for mapped in mapping if mapped.field == "participation.date"), None)
    if day is None:  # whole places on a list of one session are left to `without_homes`
        above = np.searchsorted(np.array(blocks, dtype=np.intp), body.used)
        days = Column("", 0, body.excel_rows, above, list(range(len(blocks) + 1)))
    else:
        days = _without_times(body.column(day))
    for personal in PERSONAL_COLUMNS if day is not None or blocks else PERSONAL_COLUMNS[:1]:
        found = next((mapped for mapped in mapping if mapped.field == personal.field), None)
        if found is None or found.reason == BY_HAND:
            continue
        column = body.column(found)
        if personal.belongs_to_people(column, days):
            row = int(column.rows[0]) - 1
            is_certain = bool(blocks) and _names_homes(column.heading)
            context.log.add(
                "column-not-used" if is_certain else personal.issue,
                row,
                column.number,
                heading=column.heading,
                message=personal.reason,
            )
            dropped = replace(found, field="", reason=personal.reason)
            mapping = [dropped if mapped is found else mapped for mapped in mapping]
    return mapping


def _without_times(days: Column) -> Column:
    """Return a column of days with the same cell for all times of a day, and for blanks below it."""
    dates = [cell.date() if isinstance(cell, datetime) else cell for cell in days.distinct]
    places = {day: place for place, day in reversed(list(enumerate(dates)))}
    codes = np.array([places[day] for day in dates], dtype=np.intp)[days.codes]
    codes = codes[np.maximum.accumulate(np.where(days.is_filled, np.arange(len(codes)), 0))]
    return replace(days, codes=codes, distinct=dates)


def without_homes(
    values: dict[str, EncodedValues],
    column: Column | None,
    context: ParseContext,
    *,
    is_one_session: bool = True,
) -> dict[str, EncodedValues]:
    """Return the values without a site that differs between the people of one session: their homes.

    On a list without any day they may also be the sites of several sessions, so that there may be more.
    """
    if column is None or len({text for text in column.cell_texts if text}) < 2:
        return values
    code = "column-not-used" if is_one_session else "homes-assumed"
    message = Message("several places on a list of one session: where the people come from, not used")
    row = int(column.rows[0]) - 1
    context.log.add(code, row, column.number, heading=column.heading, message=message)
    return {name: value for name, value in values.items() if name != "site"}


def _are_arrivals(times: Column, days: Column) -> bool:
    """Return whether times differ as those of arrival do; appointments are at full quarters of an hour.

    They differ for nearly everyone, or by a few minutes on most days. Different times below a heading such as
    "Time in" are those of arrival in any case.
    """
    known = np.array([-1 if (minute := parse_time(cell)) is None else minute for cell in times.distinct])
    minutes = known[times.codes]
    timed = minutes >= 0
    number = np.count_nonzero(timed)
    different = np.unique(days.codes[timed].astype(np.int64) * MINUTES_PER_DAY + minutes[timed])
    if normalize_heading(times.heading) in word_list("arrivals"):
        return len(different) > len(np.unique(days.codes[timed]))
    return bool(
        number >= MIN_TIMES
        and number > len(np.unique(days.codes[timed]))
        and (len(different) >= MOST_DIFFERENT * number or _are_close(different))
        and np.count_nonzero(minutes[timed] % STEP) >= SOME_UNEVEN * number
    )


def _are_close(different: NDArray[np.int64]) -> bool:
    """Return whether most days have several times, and all of a day are close together.

    `different` holds the distinct times in minutes since the first day, in ascending order.
    """
    _, starts, times = np.unique(different // MINUTES_PER_DAY, return_index=True, return_counts=True)
    spans = different[starts + times - 1] - different[starts]
    return bool(2 * np.count_nonzero(times > 1) > len(times) and spans.max() <= MAX_ARRIVALS)


def _names_homes(heading: str) -> bool:
    """Return whether a heading has a word for homes, such as "Barangay"."""
    words = re.findall(r"[^\W\d_]+", normalize_heading(heading))
    return not set(word_list("home_headings")).isdisjoint(words)


def _are_homes(places: Column, days: Column) -> bool:
    """Return whether most days have people of several places, with few people of each.

    Below a heading for homes, such as "Barangay", one day with people of several places is enough.
    """
    named = np.array([bool(cell_text(cell)) for cell in places.distinct], dtype=bool)[places.codes]
    if not named.any():
        return False
    day_codes = days.codes[named].astype(np.int64)
    at_places = np.unique(day_codes * len(places.distinct) + places.codes[named])
    places_of = np.bincount(at_places // len(places.distinct), minlength=len(days.distinct))
    people_of = np.bincount(day_codes, minlength=len(days.distinct))
    together = people_of > 1
    mixed = together & (places_of > 1)
    if _names_homes(places.heading) and 2 * np.count_nonzero(mixed) > np.count_nonzero(together):
        return True
    return bool(
        np.count_nonzero(mixed) > 1
        and np.count_nonzero(mixed) >= MOST_MIXED * np.count_nonzero(together)
        and people_of[mixed].sum() <= FEW_PEOPLE * places_of[mixed].sum()
    )


@dataclass(frozen=True)
class PersonalColumn:
    """A field whose column may belong to the people of a list: when it does, and what is reported then."""

    field: str
    issue: str
    #: Called with the column and the days of the rows.
    belongs_to_people: Callable[[Column, Column], bool]
    reason: Message


PERSONAL_COLUMNS = (
    PersonalColumn(
        "participation.start",
        "arrival-times",
        _are_arrivals,
        Message("the times differ for nearly everyone: when each person came, not used"),
    ),
    PersonalColumn(
        "participation.site",
        "homes-assumed",
        _are_homes,
        Message("the places differ between the people of a day: where they come from, not used"),
    ),
)
