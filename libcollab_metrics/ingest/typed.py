"""Rows typed in the dashboard: read like the sheets of the blank template, and every refusal explained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from libcollab_metrics.errors import did_you_mean
from libcollab_metrics.ingest.answers import answers_for
from libcollab_metrics.ingest.columns import Column, Context
from libcollab_metrics.ingest.departures import Departures
from libcollab_metrics.ingest.own_sheets import complete, read_field
from libcollab_metrics.ingest.typed_problems import (
    Known,
    Problem,
    contradictions,
    departed,
    missing,
    not_allowed,
    unknown_metric,
)
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.names import tidy
from libcollab_metrics.model.schema import SCHEMA, SHEET_TABLES, Field

#: The tables that are typed row by row; people stand on sheets only, and settings have a form of their own.
TYPED_TABLES = tuple(table.name for table in SHEET_TABLES if table.name not in ("participation", "settings"))
#: Where an issue says it stands, of what was typed.
RECORDS = "Records"


@dataclass(frozen=True)
class Rejected:
    """A row that was not taken: its place among the rows given, as it was typed, and every problem in it."""

    place: int
    typed: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def sentence(self) -> str:
        """All problems of the row, one after the other."""
        return " ".join(str(problem) for problem in self.problems)


@dataclass(frozen=True)
class TypedReading:
    """Rows as they were read: `accepted` in the fields of the table, `issues` what of them departs from the typing."""

    accepted: tuple[Mapping[str, Any], ...] = ()
    rejected: tuple[Rejected, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass
class _Row:
    """One row while it is read: the values of its cells, what is wrong with them, what departs from the typing."""

    values: dict[str, Any]
    problems: list[Problem]
    told: list[Issue]


def read_typed(table: str, rows: Iterable[Mapping[str, str | None]], known: Known) -> TypedReading:
    """Read new rows of a table; rows without a filled cell are no rows.

    Parameters
    ----------
    table : one of TYPED_TABLES.
    rows : field → text as typed; a field that is not there is blank. A person becomes a code here.

    Raises
    ------
    UnknownName : there is no such table to type into, or it has no such field.
    """
    accepted, rejected, log = [], [], Departures(RECORDS)
    for place, typed in enumerate(_filled(table, row) for row in rows):
        if not typed:
            continue
        row = _read(table, typed, known)
        row.problems += missing(table, row.values, row.problems)
        problems = row.problems or contradictions(table, typed, row.values, known)
        if problems:
            rejected.append(Rejected(place, typed, tuple(problems)))
        else:
            accepted.append(_with_defaults(table, typed, row.values))
            _note(log, row.told)
    return TypedReading(tuple(accepted), tuple(rejected), tuple(log.issues()))


def read_change(
    table: str, typed: Mapping[str, str | None], current: Mapping[str, Any], known: Known
) -> TypedReading:  # fmt: skip
    """Read new texts for some fields of a row that stands; a blank one makes its field unknown.

    `current` holds the values of the whole row. The one row of `accepted` has the fields changed and nothing else.
    """
    filled = _filled(table, typed)
    row = _read(table, filled, known)
    changed = {name: None for name in typed if name not in filled} | row.values
    whole = {**current, **changed}
    row.problems += [problem for problem in missing(table, whole, row.problems) if problem.field in typed]
    problems = row.problems or contradictions(table, filled, whole, known)
    if problems:
        return TypedReading(rejected=(Rejected(0, filled, tuple(problems)),))
    log = Departures(RECORDS)
    _note(log, row.told)
    return TypedReading((changed,), (), tuple(log.issues()))


def typed_text(field: Field, row: Mapping[str, Any]) -> str:
    """Return a field of a recorded row as a person types it; typed again it reads as the same. Unknown is blank.

    A person is a code nobody typed, so it is blank too.
    """
    value = row.get(field.name)
    if value is None or value != value or field.name.endswith("_key"):
        return ""
    if isinstance(value, date | datetime):
        precision = row.get("date_precision") if field.name == "date" else ""
        return f"{value:%Y-%m}" if precision == "month" else f"{value:%Y-%m-%d}"
    if field.kind == "time":
        return f"{int(value) // 60:02d}:{int(value) % 60:02d}"
    if field.kind in ("count", "number", "money"):
        before = "at least " if _said(row, field, "at_least") else "about " if _said(row, field, "is_estimate") else ""
        return f"{before}{float(value):.15g}"
    return str(value)


def _said(row: Mapping[str, Any], field: Field, what: str) -> bool:
    said = row.get(f"{field.name}_{what}")
    return said is not None and said == said and bool(said)


def _filled(table: str, row: Mapping[str, str | None]) -> dict[str, str]:
    if table not in TYPED_TABLES:
        raise did_you_mean("table to type into", table, TYPED_TABLES)
    names = [field.name for field in SCHEMA[table].typed]
    for name in row:
        if name not in names:
            raise did_you_mean("field", name, names)
    return {name: text for name, text in row.items() if text is not None and tidy(text)}


def _read(table: str, typed: Mapping[str, str], known: Known) -> _Row:
    row = _Row({}, [], [])
    for name, text in typed.items():
        field = SCHEMA[table].field(name)
        if name == "metric_id" and known.metrics:
            _read_metric(row, field, text, known)
            continue
        log = Departures(RECORDS)
        found = read_field(table, name, _cell(field, text), Context(answers_for({}, ""), log, from_csv=True), known.key)
        problem = departed(field, text, log.issues()) or not_allowed(field, text, found[name][0], known)
        row.problems += [problem] if problem else []
        row.told += log.issues()
        row.values |= {part: column[0] for part, column in found.items()}
    return row


def _read_metric(row: _Row, field: Field, text: str, known: Known) -> None:
    about = known.metric(text)
    row.problems += [] if about else [unknown_metric(field, text, known)]
    row.values[field.name] = about[0] if about else None


def _with_defaults(table: str, typed: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    """The row with what a blank cell of the template means; a number that was typed and is not known stays so."""
    blank = complete(table, {}, None, 1)
    return {name: column[0] for name, column in blank.items() if name not in typed} | dict(values)


def _cell(field: Field, text: str) -> Column:
    """The text as a column of one cell, so that no other row says how it is read."""
    return Column(field.label, 1, np.array([1]), np.array([0]), [tidy(text)])


def _note(log: Departures, told: Sequence[Issue]) -> None:
    for issue in told:
        log.add(issue.code, heading=issue.heading, value=issue.value, message=issue.message)
