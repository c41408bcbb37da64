"""Cells such as "2 boxes" or "40 hours": a number and what it is a number of."""

from __future__ import annotations

import re

from libcollab_metrics.ingest.amounts import read_numbers
from libcollab_metrics.ingest.columns import Column, Context
from libcollab_metrics.ingest.lexicon import word_list
from libcollab_metrics.ingest.values import Values
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.schema import Field

#: A text with more letters is no amount: matching it takes time that grows with the square of its length.
LONGEST = 200
_MEASURED = re.compile(r"^(.*?\d[\d.,+]*)\s*\(?([^\W\d_][^\d()]*?)\)?\.?$")


def split_measure(cell: object) -> tuple[object, str | None]:
    """Return the number part of a cell and its unit; the cell itself and None where no known unit stands in it.

    Examples
    --------
    >>> split_measure("about 40 hours"), split_measure("15,000 pesos"), split_measure(3.0)
    (('about 40', 'hours'), ('15,000 pesos', None), (3.0, None))
    """
    found = _MEASURED.match(cell.strip()) if isinstance(cell, str) and len(cell) <= LONGEST else None
    unit = plain(found[2]) if found else ""
    if found is None or unit not in (*word_list("measures", "hours"), *word_list("measures", "things")):
        return cell, None
    return found[1], found[2].strip()


def is_hours(unit: str | None) -> bool:
    """True for a unit that is hours, in English, Spanish or Filipino."""
    return bool(unit) and plain(unit or "") in word_list("measures", "hours")


def numbers_and_units(column: Column) -> tuple[Column, Values]:
    """Return the column with only the numbers of its cells, and each row's unit; None where none is written."""
    split = [split_measure(cell) for cell in column.distinct]
    bare = Column(column.heading, column.number, column.rows, column.codes, [number for number, _ in split])
    return bare, Values(column.codes, [unit for _, unit in split])


def read_measured(field: Field, column: Column, context: Context) -> tuple[Values, Values]:
    """Return the numbers of a column and their units; a number before a known unit is read without it."""
    bare, units = numbers_and_units(column)
    return read_numbers(field, bare, context, column.distinct).map(lambda read: read.value), units
