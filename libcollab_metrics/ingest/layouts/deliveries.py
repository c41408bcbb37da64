"""Reader for delivery logs in other layouts than the template: one row per lot or box."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.layouts.ledger import when
from libcollab_metrics.ingest.layouts.registration import equal_codes
from libcollab_metrics.ingest.layouts.session_log import drop_or_note_duplicates
from libcollab_metrics.ingest.tables.column_roles import delivery_role, is_ticked, unit_in
from libcollab_metrics.ingest.tables.reconcile import compare_totals
from libcollab_metrics.ingest.tables.rows import Body, ByField, sort_rows
from libcollab_metrics.ingest.values.columns import (
    Column,
    Said,
    as_text,
    numbers_and_units,
    read_column,
    read_numbers,
    split_measure,
    tell,
)
from libcollab_metrics.ingest.values.lexicon import words
from libcollab_metrics.ingest.values.numbers import Read
from libcollab_metrics.ingest.values.table import ReadRows, Rows, Values, same_rows
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Mapped, Question
from libcollab_metrics.model.schema import SCHEMA, STAGES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from libcollab_metrics.ingest.layouts.base import Task


# Quantities of a lot at each stage, with their estimate and lower-bound flags.

DELIVERIES = SCHEMA["deliveries"]


def stage_fields(stage: str, reads: Values) -> dict[str, Values]:
    """Build the three fields of a stage from parsed numbers (`Read`)."""
    return {
        stage: reads.map(lambda read: read.value),
        f"{stage}_is_estimate": reads.map(lambda read: read.estimate),
        f"{stage}_at_least": reads.map(lambda read: read.at_least),
    }


#: Date field that shows a stage was reached, in a log with one number per lot.
DAYS = {"shipped": "dispatched_on", "received": "received_on"}
DAY_OF = {"shipped": "dispatched_on", "received": "received_on", "in_hands": "received_on"}


def read_deliveries(task: Task) -> tuple[Body, Rows, tuple[Question, ...]]:
    """Read one row per lot with the number of books, or boxes, at each stage.

    A blank stage is unknown, never zero. Boxes are never converted to books. If each row is one stage of a
    lot, the rows of a lot are merged.
    """
    context = task.context
    body = sort_rows(task.grid, task.mapping, context.log, _missing)
    roles = {h.column: delivery_role(h) for h in task.grid.headings}
    _leave_unknown_steps(body, task, roles)
    drop_or_note_duplicates(body, context)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    by_role = {roles[m.column]: body.column(m) for m in reversed(task.mapping) if roles.get(m.column) and m.field}
    length = len(body.used)
    values = _plain_values(columns, task, length)
    wide = {m.field.split(".")[1]: body.column(m) for m in task.mapping if m.field.split(".")[-1] in STAGES}
    number = by_role.get("number")
    values["unit"] = _units(values, [*wide.values(), *([number] if number else [])], task, length)
    for stage, column in _unticked(wide, number, task).items():
        values |= stage_fields(stage, _numbers(stage, column, values["unit"], task))
    for stage in wide:
        under = [mapped for mapped in task.mapping if mapped.field == f"deliveries.{stage}"]
        if len(under) == 1:
            compare_totals(body, under[0], _of_books(values[stage], values["unit"]), context, may_stand=False)
    rows = ReadRows(values, length)
    if number is not None and not wide:
        rows = _by_step(rows, number, by_role, task)
    return body, {"deliveries": rows}, _growth_questions(rows, task)


def _missing(row: ByField) -> str:
    if any(row.get(f"deliveries.{stage}") for stage in STAGES):
        return ""
    named = bool(row.get("deliveries.lot") or row.get("deliveries.site"))
    return "" if named and len(row) >= 2 else "no number, and too little to tell which lot it is"


def _leave_unknown_steps(body: Body, task: Task, roles: Mapping[int, str]) -> None:
    """Exclude rows whose stage is an unknown word, and report them."""
    mapped = next((m for m in task.mapping if roles.get(m.column) == "stage" and m.field), None)
    if mapped is None or any(m.field.split(".")[-1] in STAGES for m in task.mapping):
        return
    column, known = body.column(mapped), words("stage")
    said: list[Said] = []
    for cell in column.distinct:
        text = plain(as_text(cell))
        said.append(None if text in known else ("choice-unknown", f'"{as_text(cell)}" is no stage of a delivery'))
    tell(column, task.context, said)
    gone = np.array([one is not None for one in said], dtype=bool)[column.codes]
    body.leave_out(np.flatnonzero(gone), "its stage is not known")


def _plain_values(columns: Mapping[str, Column], task: Task, length: int) -> dict[str, Values]:
    """Read the fields of a lot that are parsed cell by cell."""
    names = ("program_id", "lot", "site", "language", "unit", "books_per_unit", "dispatched_on", "received_on")
    values = {
        name: read_column("deliveries", DELIVERIES.field(name), columns[f"deliveries.{name}"], task.context)
        for name in names
        if f"deliveries.{name}" in columns
    }
    for name, fallback in (("program_id", task.around.program), ("site", task.around.site)):
        values[name] = values.get(name, Values.all(None, length)).otherwise(Values.all(fallback or None, length))
    return values | {"row": Values.of(columns_row(columns, length))}


def columns_row(columns: Mapping[str, Column], length: int) -> list[int]:
    """Return the Excel row numbers of the used rows."""
    return next((column.rows.tolist() for column in columns.values()), [0] * length)


def _units(values: Mapping[str, Values], counted: list[Column], task: Task, length: int) -> Values:
    """Find the unit each row counts; None means books.

    Sources in order: the unit column, the lot name ("C (boxes)"), the cells ("12 boxes"), the headings.
    """
    nothing = Values.all(None, length)
    found = values.get("unit", nothing)
    found = found.otherwise(values.get("lot", nothing).map(lambda lot: unit_in(_in_brackets(lot)) or None))
    in_cells = {"boxes": np.zeros(length, dtype=bool), "books": np.zeros(length, dtype=bool)}
    for column in counted:
        for unit, there in in_cells.items():
            there |= column.read(lambda cell: unit_in(split_measure(cell)[1] or "")).where(lambda u, one=unit: u == one)
    found = found.otherwise(when(in_cells["boxes"] & ~in_cells["books"], "boxes"))
    found = found.otherwise(when(in_cells["books"], "books"))
    named = {unit_in(column.heading) for column in counted} - {""}
    return found.otherwise(Values.all(named.pop() if len(named) == 1 else None, length))


def _of_books(numbers: Values, units: Values) -> Values:
    """Mask quantities in boxes where other rows count books: a total of books excludes them."""
    boxes = units.where(lambda unit: unit == "boxes")
    if boxes.all():
        return numbers
    return Values(np.where(boxes, len(numbers.values), numbers.codes), [*numbers.values, None])


def _in_brackets(lot: str | None) -> str:
    return " ".join(re.findall(r"\(([^)]*)\)", lot or ""))


def _numbers(stage: str, column: Column, units: Values, task: Task) -> Values:
    """Parse the numbers (`Read`) of a stage; report and mask boxes in rows that count books."""
    bare, written = numbers_and_units(column)
    odd = written.where(lambda unit: unit_in(unit or "") == "boxes") & units.where(lambda unit: unit == "books")
    task.context.log.add_rows(
        "number-unreadable", column.rows[odd], column.number, heading=column.heading,
        value=as_text(column.distinct[column.codes[odd][0]]) if odd.any() else "",
        message="boxes in a row that counts books are not converted",
    )  # fmt: skip
    reads = read_numbers(DELIVERIES.field(stage), bare, task.context, column.distinct)
    return Values(np.where(odd, len(reads.values), reads.codes), [*reads.values, Read(None)])


def _unticked(wide: Mapping[str, Column], number: Column | None, task: Task) -> dict[str, Column]:
    """Return the stage columns; where a stage is only ticked, use the number of the lot."""
    found = dict(wide)
    for stage, column in wide.items():
        texts = {as_text(cell) for cell in column.distinct}
        if number is None or not is_ticked(texts):
            continue
        ticked = column.read(lambda cell: cell is not None).where(bool)
        codes = np.where(ticked, number.codes, len(number.distinct))
        found[stage] = Column(column.heading, column.number, column.rows, codes, [*number.distinct, None])
        task.context.log.add_rows("choice-assumed", column.rows[ticked], column.number, heading=column.heading,
                                  message="a tick: the whole lot was at this stage")  # fmt: skip
    return found


def _by_step(rows: ReadRows, number: Column, by_role: Mapping[str, Column], task: Task) -> ReadRows:
    """Merge rows that each hold one number of a lot at a stage given by a word or a date."""
    reads = _numbers("received", number, rows.column("unit"), task)
    steps = by_role.get("stage")
    if steps is None:
        return _by_days(rows, reads, number, task)
    known = words("stage")
    stages = steps.read(lambda cell: known.get(plain(as_text(cell))))
    lots = [equal_codes(rows.column(name)) for name in ("program_id", "lot", "site", "language", "unit")]
    again = _times_before([*lots, equal_codes(stages)], len(rows))
    first = same_rows([*lots, again], len(rows))
    days = by_role.get("day")
    dates = (
        read_column("deliveries", DELIVERIES.field("received_on"), days, task.context)
        if days is not None
        else Values.all(None, len(rows))
    )
    made = [_one_lot(rows, np.flatnonzero(first == place), stages, reads, dates) for place in np.unique(first).tolist()]
    return ReadRows.of(made)


def _times_before(columns: list[NDArray[Any]], length: int) -> NDArray[np.int64]:
    """Count equal rows above each row: a lot shipped twice stays two rows."""
    first = same_rows(columns, length)
    seen: dict[int, int] = {}
    times = []
    for place in first.tolist():
        times.append(seen.get(place, 0))
        seen[place] = times[-1] + 1
    return np.array(times, dtype=np.int64)


def _one_lot(rows: ReadRows, places: NDArray[Any], stages: Values, reads: Values, dates: Values) -> dict[str, Any]:
    lot = rows[int(places[0])]
    for place in places.tolist():
        stage, read = stages[place], reads[place]
        lot |= {stage: read.value, f"{stage}_is_estimate": read.estimate, f"{stage}_at_least": read.at_least}
        if stage in DAY_OF and dates[place] is not None:
            lot[DAY_OF[stage]] = dates[place]
    return lot


def _by_days(rows: ReadRows, reads: Values, number: Column, task: Task) -> ReadRows:
    """Assign the single number of each lot to the stages that have a date, and report it."""
    values = dict(rows.columns)
    for stage, day in DAYS.items():
        there = rows.column(day).known
        codes = np.where(there, reads.codes, len(reads.values))
        values |= stage_fields(stage, Values(codes, [*reads.values, Read(None)]))
        task.context.log.add_rows("choice-assumed", number.rows[there], number.number, heading=number.heading,
                                  message=f"the lot has a day for it: read as the number {stage}")  # fmt: skip
    return ReadRows(values, len(rows))


def _growth_questions(rows: ReadRows, task: Task) -> tuple[Question, ...]:
    """Ask whether a heading is mapped correctly where a stage holds more than the stage before."""
    found = []
    before = np.array([np.nan if value is None else value for value in rows.column(STAGES[0])], dtype=float)
    by_stage = {m.field: m for m in reversed(task.mapping)}
    for stage in STAGES[1:]:
        here = np.array([np.nan if value is None else value for value in rows.column(stage)], dtype=float)
        grows, mapped = np.flatnonzero(here > before), by_stage.get(f"deliveries.{stage}")
        if len(grows) and mapped is not None and mapped.reason != "by hand":
            found.append(_growth(mapped, rows.column("row")[int(grows[0])], here[grows[0]], before[grows[0]], task))
        before = np.where(np.isnan(here), before, here)
    return tuple(found)


def _growth(mapped: Mapped, row: int, here: float, before: float, task: Task) -> Question:
    text = (
        f'In row {row} "{mapped.heading}" holds {here:g}, more than the {before:g} of the stage before. '
        "Is the heading matched right?"
    )
    options = ((mapped.field, "yes, both numbers stand"), ("check", "no, leave this column out"))
    return Question(f"sheets.{task.grid.cells.name}.mapping.{mapped.heading}", text, options, mapped.field)
