"""The sheets of our own blank workbook: one table a sheet, read without a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from libcollab_metrics.ingest.beside import Rows
from libcollab_metrics.ingest.body import Body, sort_rows
from libcollab_metrics.ingest.columns import Column, Context, as_text, by_distinct, read_column, read_days, read_numbers
from libcollab_metrics.ingest.identity import person_keys
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.model.reading import Mapped
from libcollab_metrics.model.schema import SCHEMA, Table

PEOPLE = ("person_key", "respondent_key")


def read_own_sheet(
    grid: Grid, mapping: Sequence[Mapped], table: Table, context: Context, key: bytes
) -> tuple[Body, Rows]:
    """Return the rows of a template sheet as rows of its table; examples and incomplete rows are left out."""
    required = {f"{table.name}.{field.name}": field.label for field in table.typed if field.required}

    def missing(row: dict[str, list[object]]) -> str:
        blank = [label for name, label in required.items() if not row.get(name)]
        return f"{' and '.join(blank)} missing" if blank else ""

    body = sort_rows(grid, mapping, context.log, missing)
    columns = {m.field: body.column(m) for m in reversed(mapping) if m.field.startswith(table.name + ".")}
    values: dict[str, list[Any]] = {"row": list(body.numbers)}
    for target, column in columns.items():
        name = target.split(".")[1]
        values |= _values(table, name, column, context, key)
    if table.name == "sessions":
        typed = columns["sessions.events"].cells if "sessions.events" in columns else [None] * len(body.used)
        counts = values.get("events", typed)
        values["events"] = [1.0 if cell is None else count for cell, count in zip(typed, counts, strict=True)]
    if table.name == "participation":
        values["source"] = ["roster"] * len(body.used)
        values["status"] = [status or "unknown" for status in values.get("status", [None] * len(body.used))]
    rows = [dict(zip(values, cells, strict=True)) for cells in zip(*values.values(), strict=True)]
    return body, {table.name: rows}


def _values(table: Table, name: str, column: Column, context: Context, key: bytes) -> dict[str, list[Any]]:
    field = SCHEMA[table.name].field(name)
    if name in PEOPLE:
        return {name: person_keys([text or None for text in by_distinct(column.cells, as_text)], key)}
    if name == "attended" or (name == "value" and table.name == "ledger"):
        reads = read_numbers(field, column, context)
        return {
            name: [read.value for read in reads],
            f"{name}_is_estimate": [read.estimate for read in reads],
            f"{name}_at_least": [read.at_least for read in reads],
        }
    if name == "date" and table.name in ("sessions", "participation"):
        days = read_days(column, context)
        return {"date": [day for day, _ in days], "session_no": [typed or None for _, typed in days]}
    return {name: read_column(table.name, field, column, context)}
