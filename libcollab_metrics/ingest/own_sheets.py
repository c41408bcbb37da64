"""The sheets of our own blank workbook: one table a sheet, read without a question."""

from __future__ import annotations

from collections.abc import Sequence

from libcollab_metrics.ingest.amounts import read_numbers
from libcollab_metrics.ingest.body import Body, ByField, sort_rows
from libcollab_metrics.ingest.columns import Column, Context, as_text, read_column, read_days
from libcollab_metrics.ingest.identity import person_keys
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.stages import stage_fields
from libcollab_metrics.ingest.values import ReadRows, Rows, Values
from libcollab_metrics.model.reading import Mapped
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
        name = target.split(".")[1]
        values |= _values(table, name, column, context, key)
    length = len(body.used)
    if table.name == "sessions":
        typed = columns.get("sessions.events")
        said = typed.read(lambda cell: None if cell is not None else 1.0) if typed else Values.all(1.0, length)
        values["events"] = said.otherwise(values["events"]) if "events" in values else said
    if table.name == "participation":
        values["source"] = Values.all("roster", length)
        values["status"] = values.get("status", Values.all(None, length)).map(lambda status: status or "unknown")
    return body, {table.name: ReadRows(values, length)}


def _values(table: Table, name: str, column: Column, context: Context, key: bytes) -> dict[str, Values]:
    field = SCHEMA[table.name].field(name)
    if name in PEOPLE:
        names = [as_text(cell) or None for cell in column.distinct]
        return {name: Values(column.codes, list(person_keys(names, key)))}
    if table.name == "deliveries" and name in STAGES:
        return stage_fields(name, read_numbers(field, column, context))
    if name == "attended" or (name == "value" and table.name == "ledger"):
        reads = read_numbers(field, column, context)
        return {
            name: reads.map(lambda read: read.value),
            f"{name}_is_estimate": reads.map(lambda read: read.estimate),
            f"{name}_at_least": reads.map(lambda read: read.at_least),
        }
    if name == "date" and table.name in ("sessions", "participation"):
        days = read_days(column, context, months=table.name == "sessions")
        found = {"date": days.map(lambda day: day[0]), "session_no": days.map(lambda day: day[1] or None)}
        return found | ({"date_precision": days.map(lambda day: day[2])} if table.name == "sessions" else {})
    return {name: read_column(table.name, field, column, context)}
