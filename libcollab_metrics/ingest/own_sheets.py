"""The sheets of our own blank workbook: one table a sheet, read without a question."""

from __future__ import annotations

from collections.abc import Sequence

from libcollab_metrics.ingest.amounts import read_numbers, written_currency
from libcollab_metrics.ingest.body import Body, ByField, sort_rows
from libcollab_metrics.ingest.columns import Column, Context, as_text, read_column
from libcollab_metrics.ingest.day_columns import read_days
from libcollab_metrics.ingest.identity import person_keys
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.stages import stage_fields
from libcollab_metrics.ingest.values import ReadRows, Rows, Values
from libcollab_metrics.model.readings import Mapped
from libcollab_metrics.model.schema import SCHEMA, STAGES, Table

PEOPLE = ("person_key", "respondent_key")


def read_own_sheet(
    grid: Grid, mapping: Sequence[Mapped], table: Table, context: Context, key: bytes
) -> tuple[Body, Rows]:
    """Return the rows of a template sheet as rows of its table; examples and incomplete rows are left out."""
    required = {f"{table.name}.{field.name}": field.label for field in table.typed if field.required}

    def missing(row: ByField) -> str:
        blank = [label for name, label in required.items() if not row.get(name)]
        return f"{' and '.join(blank)} missing" if blank else ""

    body = sort_rows(grid, mapping, context.log, missing)
    columns = {m.field: body.column(m) for m in reversed(mapping) if m.field.startswith(table.name + ".")}
    values: dict[str, Values] = {"row": Values.of(body.numbers.tolist())}
    for target, column in columns.items():
        values |= read_field(table.name, target.split(".")[1], column, context, key)
    length = len(body.used)
    return body, {table.name: ReadRows(complete(table.name, values, columns.get("sessions.events"), length), length)}


def complete(table: str, values: dict[str, Values], events: Column | None, length: int) -> dict[str, Values]:
    """Return the fields of rows of a table with what a blank cell means: one session, a mark nobody wrote."""
    if table == "sessions":
        said = events.read(lambda cell: None if cell is not None else 1.0) if events else Values.all(1.0, length)
        return values | {"events": said.otherwise(values["events"]) if "events" in values else said}
    if table == "participation":
        status = values.get("status", Values.all(None, length)).map(lambda status: status or "unknown")
        return values | {"source": Values.all("roster", length), "status": status}
    return values


def read_field(table: str, name: str, column: Column, context: Context, key: bytes) -> dict[str, Values]:
    """Return the fields that a column of one field fills: itself, and what its cells say of themselves."""
    field = SCHEMA[table].field(name)
    if name in PEOPLE:
        names = [as_text(cell) or None for cell in column.distinct]
        return {name: Values(column.codes, list(person_keys(names, key)))}
    if table == "deliveries" and name in STAGES:
        return stage_fields(name, read_numbers(field, column, context))
    if name == "attended" or (name == "value" and table == "ledger"):
        reads = read_numbers(field, column, context)
        written = {"currency": written_currency(column)} if field.kind == "money" else {}
        return written | {
            name: reads.map(lambda read: read.value),
            f"{name}_is_estimate": reads.map(lambda read: read.estimate),
            f"{name}_at_least": reads.map(lambda read: read.at_least),
        }
    if name == "date" and table in ("sessions", "participation"):
        days = read_days(column, context, months=table == "sessions")
        found = {"date": days.map(lambda day: day[0]), "session_no": days.map(lambda day: day[1] or None)}
        return found | ({"date_precision": days.map(lambda day: day[2])} if table == "sessions" else {})
    return {name: read_column(table, field, column, context)}
