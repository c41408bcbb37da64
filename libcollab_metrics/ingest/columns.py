"""One column of cells becomes one column of values; each distinct cell is read once, however often it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.cells import ErrorCell
from libcollab_metrics.ingest.days import (
    begins_in,
    read_time,
)
from libcollab_metrics.ingest.departures import Departures
from libcollab_metrics.ingest.lexicon import choice_words, word_list, words
from libcollab_metrics.ingest.values import Values
from libcollab_metrics.model.names import plain, tidy
from libcollab_metrics.model.schema import Field

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Fields of words, in which 0 is no word; fields that name a party, in which a placeholder is nobody.
WORDS = ("age_group", "site", "language", "program_id", "kind")
PARTIES = ("from_party", "to_party", "name", "partner_id")


#: What a distinct cell departed by, in code and words; None when it was taken as typed.
Said = tuple[str, str] | None


@dataclass(frozen=True, eq=False)
class Column:
    """A column of the table's body: its heading, where it stands, and for each Excel row a code into its cells."""

    heading: str
    number: int
    rows: NDArray[np.int64]
    codes: NDArray[Any]
    distinct: list[object]

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def cells(self) -> list[object]:
        """The cells, one a row; for the few layouts that are read cell by cell."""
        return [self.distinct[code] for code in self.codes.tolist()]

    @property
    def texts(self) -> list[str]:
        """The distinct cells that were typed as text."""
        return [cell for cell in self.distinct if isinstance(cell, str)]

    def read(self, read: Callable[[object], Any]) -> Values:
        """Apply `read` to each distinct cell once."""
        return Values(self.codes, [read(cell) for cell in self.distinct])


@dataclass(frozen=True)
class Context:
    """What reading a column needs to know: the answers, where to note departures, and the period outside the table.

    `year` is the calendar year in which `first_month` falls; months before it belong to the next year. `month` is the
    month the sheet is about.
    """

    answers: Answers
    log: Departures
    year: int | None = None
    from_csv: bool = False
    zero_is_unknown: bool = False
    month: int | None = None
    first_month: int = 1

    def turning(self, months: Sequence[int], codes: NDArray[Any]) -> Context:
        """The same for rows in these months: under an answered year a log may turn into the next one.

        `months` holds the month of each distinct cell, 0 where it is not known or has its year; `codes` one code a row.
        A sheet that says itself in which month it begins is left as it is.
        """
        if self.answers.get("year") is None or self.first_month != 1 or not any(months):
            return self
        run = np.array(months)[codes]
        return replace(self, first_month=begins_in(run[run > 0].tolist()))

    def year_of(self, month: int) -> int | None:
        """The calendar year of a month written without one; None when nothing says it."""
        if self.year is None:
            return None
        return self.year + 1 if month < self.first_month else self.year


def as_text(cell: object) -> str:
    """Return a cell as Excel would print it: whole numbers without a point, days as ISO."""
    if cell is None or isinstance(cell, ErrorCell):
        return ""
    if isinstance(cell, str):
        return tidy(cell)
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date | time) else tidy(str(cell))


def tell(column: Column, context: Context, said: Sequence[Said], *, heading: str = "") -> None:
    """Note what departed, distinct cell by distinct cell: `said` holds one entry for each."""
    for code in dict.fromkeys(one[0] for one in said if one is not None):
        departed = np.fromiter((one is not None and one[0] == code for one in said), dtype=bool, count=len(said))
        rows = np.flatnonzero(departed[column.codes])
        if len(rows):
            first = column.codes[rows[0]]
            message = said[first]
            context.log.add_rows(
                code, column.rows[rows], column.number, heading=heading or column.heading,
                value=_shown(column.distinct[first]), message=message[1] if message else "",
                told=partial(_told, column, said, rows),
            )  # fmt: skip


def _told(column: Column, said: Sequence[Said], rows: NDArray[Any], place: int) -> str:
    """What is said at one of the rows: the message, or at least what was typed."""
    code = column.codes[rows[place]]
    message = said[code]
    return message[1] if message and message[1] else f'"{_shown(column.distinct[code])}"'


def _shown(cell: object) -> str:
    return cell.text if isinstance(cell, ErrorCell) else as_text(cell)


def tell_errors(column: Column, context: Context) -> None:
    """Note the cells that show an error: unknown, never 0."""
    if any(isinstance(cell, ErrorCell) for cell in column.distinct):
        tell(column, context, [("formula-error", "") if isinstance(c, ErrorCell) else None for c in column.distinct])


def read_column(table: str, field: Field, column: Column, context: Context) -> Values:
    """Return the column's values for a field of a table: None is unknown. Departures are noted."""
    from libcollab_metrics.ingest.amounts import read_numbers
    from libcollab_metrics.ingest.day_columns import read_days

    if field.kind in ("count", "number", "money"):
        return read_numbers(field, column, context).map(lambda read: read.value)
    if field.kind == "date":
        return read_days(column, context, blank_is_told=False).map(lambda day: day[0])
    tell_errors(column, context)
    if field.kind == "time":
        return _read_times(column, context)
    if field.kind == "choice":
        return _read_choices(f"{table}.{field.name}", field, column, context)
    return _read_texts(field, column, context)


def _read_times(column: Column, context: Context) -> Values:
    found = column.read(lambda cell: None if cell is None else read_time(cell))
    said: list[Said] = [
        ("times-missing", f'"{as_text(cell)}" is no time of day') if value is None and as_text(cell) else None
        for cell, value in zip(column.distinct, found.values, strict=True)
    ]
    tell(column, context, said)
    return found


def _read_choices(path: str, field: Field, column: Column, context: Context) -> Values:
    known = choice_words(path, field)
    fallback = "unclear" if path == "ledger.status" else None
    values, said = [], []
    for cell in column.distinct:
        text = as_text(cell)
        found = known.get(plain(text) or text) if text else None
        if text and found is None and path == "sessions.status":
            found = words("held").get(plain(text).split(" ")[0])
        told = None
        if found == "postponed":
            found = status_of(found, context)
            told = ("cancelled-by-title", f'"{text}" read as {found}')
        values.append(found or (fallback if text else None))
        said.append(told or _choice_said(text, found, fallback, field))
    tell(column, context, said)
    return Values(column.codes, values)


def status_of(word: str, context: Context) -> str:
    """Return the status of a session called off: cancelled, and asked about where it was put off ("" stays "")."""
    if word != "postponed":
        return word
    context.log.ask("postponed")
    status: str = context.answers.get("postponed", "cancelled")
    return status


def _choice_said(text: str, found: str | None, fallback: str | None, field: Field) -> Said:
    if not text or found is not None:
        return None
    if fallback:
        return "choice-assumed", f'"{text}" read as {fallback}'
    return "choice-unknown", f'"{text}" is none of {", ".join(field.choices)}'


def _nobody(text: str) -> Said:
    return "missing-code", f'"{text}" names nobody: read as unknown'


def _read_texts(field: Field, column: Column, context: Context) -> Values:
    """Return words; 0 in a column of words and a placeholder for a party are unknown, and told."""
    texts = [as_text(cell) for cell in column.distinct]
    if field.kind != "category":
        return Values(column.codes, [text or None for text in texts])
    nobody = set(word_list("missing")) if field.name in PARTIES else set()
    said: list[Said] = []
    for text in texts:
        zero = text == "0" and field.name in WORDS
        missing = bool(text) and text.casefold() in nobody
        said.append(("zero-in-text", "0 is no word: read as unknown") if zero else _nobody(text) if missing else None)
    tell(column, context, said)
    return Values(column.codes, [None if one else text or None for text, one in zip(texts, said, strict=True)])
