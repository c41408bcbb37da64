"""Each row's head count: one heading, or several that name its parts."""

from __future__ import annotations

import re

import numpy as np

from libcollab_metrics.ingest.amounts import read_numbers
from libcollab_metrics.ingest.columns import Column, Context
from libcollab_metrics.ingest.numbers import Read
from libcollab_metrics.ingest.values import Values, same_rows
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.schema import SCHEMA

ATTENDED = SCHEMA["sessions"].field("attended")
#: Words by which a heading says that it counts a part of those who came.
PARTS = re.compile(
    r"person|online|virtual|physical|child|kids|adult|parent|caregiver|\bmale|female|boys|girls|teen|youth|senior"
    r"|onsite|offsite|ninos|ninas|bata|walk"
)


def read_head_counts(columns: list[Column], context: Context, length: int) -> Values:
    """Return each row's head count as a `Read`; headings that name parts add, unless one is their total."""
    if not columns:
        return Values.all(Read(None), length)
    columns = _parts_or_one(columns, context)
    parts = [read_numbers(ATTENDED, column, context) for column in columns]
    if context.answers.get("people") == "people":
        context.log.add("unit-unclear", heading=columns[0].heading, message="the number counts people, not visits")
    else:
        context.log.add("unit-named", heading=columns[0].heading, message=f'"{columns[0].heading}" read as visits')
    return parts[0] if len(parts) == 1 else _added(columns, parts, context)


def _parts_or_one(columns: list[Column], context: Context) -> list[Column]:
    """Headings that name parts (children and adults) add; of several names for one count only one is used."""
    totals = [column for column in columns if plain(column.heading).startswith(("total", "confirmed", "grand"))]
    whole = [column for column in columns if not PARTS.search(plain(column.heading))]
    if len(columns) < 2 or (not totals and not whole):
        return columns
    used = (totals or whole)[0]
    for other in (column for column in columns if column is not used):
        message = f'"{used.heading}" is used; this is a part of it, or another name for it'
        row = int(other.rows[0]) - 1 if len(other) else 0
        context.log.add("column-not-used", row, other.number, heading=other.heading, message=message)
    return [used]


def _added(columns: list[Column], parts: list[Values], context: Context) -> Values:
    """Add the parts, once for every combination of them that stands in a row."""
    alike = same_rows([part.codes for part in parts], len(parts[0]))
    combined, places = np.unique(alike, return_inverse=True)
    message = "one part of the count is blank; the other stands as a lower bound"
    for column, part in zip(columns, parts, strict=True):
        others = np.logical_or.reduce([known(other) for other in parts if other is not part])
        context.log.add_rows(
            "part-missing", column.rows[~known(part) & others], column.number, heading=column.heading, message=message
        )
    return Values(places, [_sum([part[first] for part in parts]) for first in combined.tolist()])


def known(counts: Values) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """For each row whether its number is known."""
    return counts.where(lambda read: read.value is not None)


def _sum(reads: list[Read]) -> Read:
    there = [read for read in reads if read.value is not None]
    if not there:
        return Read(None)
    missing = len(there) < len(reads)
    total = sum(read.value for read in there if read.value is not None)
    estimate, at_least = any(read.estimate for read in there), any(read.at_least for read in there)
    return Read(total, estimate=missing or estimate, at_least=missing or at_least)
