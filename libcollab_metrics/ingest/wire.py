"""How a reading crosses from the reading process: tables as Arrow, the rest as plain words; nothing is pickled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from libcollab_metrics.ingest.values import ReadRows, Rows, Values
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.readings import FileReading, Mapped, Question, Reply, SheetReading
from libcollab_metrics.model.schema import SCHEMA

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_NUMBERS = ("count", "number", "money", "time")


def to_arrow(rows: Rows) -> dict[str, pa.Table]:
    """Return rows by table as Arrow tables with the columns of the schema and where each row came from."""
    return {name: _table(name, listed) for name, listed in rows.items() if len(listed)}


def _table(name: str, rows: ReadRows) -> pa.Table:
    import pyarrow as pa

    types = {field.name: _type(field.kind) for field in SCHEMA[name].fields}
    types |= {"import_id": pa.string(), "sheet": pa.string(), "row": pa.int64()}
    return pa.table({field: _column(rows.column(field), kind) for field, kind in types.items()})


def _column(values: Values, kind: pa.DataType) -> pa.Array:
    """Each distinct value once: words cross with a code a row, numbers and days are taken by it."""
    import pyarrow as pa

    distinct, codes = pa.array(values.values, type=kind), pa.array(values.codes)
    return pa.DictionaryArray.from_arrays(codes, distinct) if kind == pa.string() else distinct.take(codes)


def _type(kind: str) -> pa.DataType:
    import pyarrow as pa

    if kind in _NUMBERS:
        return pa.float64()
    if kind == "date":
        return pa.timestamp("us")
    return pa.bool_() if kind == "yes_no" else pa.string()


def to_words(reading: FileReading, issues: tuple[Issue, ...]) -> dict[str, Any]:
    """Return a reading as plain words and numbers."""
    return {"reading": asdict(reading), "issues": [asdict(issue) for issue in issues]}


def from_words(words: Mapping[str, Any]) -> tuple[FileReading, tuple[Issue, ...]]:
    """Return the reading and issues that `to_words` wrote."""
    sheets = tuple(_sheet(sheet) for sheet in words["reading"]["sheets"])
    issues = tuple(
        Issue(**{**issue, "cells": tuple(issue["cells"]), "told": tuple(issue["told"])}) for issue in words["issues"]
    )
    return FileReading(words["reading"]["name"], sheets), issues


def _sheet(sheet: Mapping[str, Any]) -> SheetReading:
    mapping = tuple(Mapped(**mapped) for mapped in sheet["mapping"])
    questions = tuple(
        Question(q["id"], q["text"], tuple((value, label) for value, label in q["options"]), q["default"])
        for q in sheet["questions"]
    )
    rows = {
        "preview": tuple((row, role, tuple(cells), tuple(marks)) for row, role, cells, marks in sheet["preview"]),
        "rejected": tuple((row, reason, tuple(cells)) for row, reason, cells in sheet["rejected"]),
        "reasons": tuple((reason, count, tuple(where)) for reason, count, where in sheet["reasons"]),
        "near_names": tuple((one, name, two, other) for one, name, two, other in sheet["near_names"]),
    }
    replies = tuple(Reply(**reply) for reply in sheet["replies"])
    return SheetReading(**{**sheet, "mapping": mapping, "questions": questions, "replies": replies, **rows})


def to_pandas(table: pa.Table) -> pd.DataFrame:
    """Return an Arrow table as a frame of words, not codes; unknown numbers are missing, never NaN by accident."""
    import pandas as pd
    import pyarrow as pa

    types = {
        pa.float64(): pd.Float64Dtype(),
        pa.int64(): pd.Int64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
        pa.string(): pd.StringDtype(),
    }
    words = pa.schema([(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type) for f in table.schema])
    frame: pd.DataFrame = table.cast(words).to_pandas(types_mapper=types.get)
    return frame
