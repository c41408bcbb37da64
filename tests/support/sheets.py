"""Build messy sheets in code and read them into datasets."""

from __future__ import annotations

import csv
import hashlib
import io
import pickle
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook as ExcelFile

from libcollab_metrics.ingest.files.workbook import read_sheets
from libcollab_metrics.ingest.importer import FileContent, read_cells, source_id_for
from libcollab_metrics.ingest.limits import LAPTOP
from libcollab_metrics.ingest.worker.protocol import to_arrow, to_pandas
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Dataset, Import, Setting, SheetReading, Workspace

KEY = b"k" * 32
Rows = Sequence[Sequence[object]]


#: Workbooks by their rows: many tests read the same one.
_workbooks: dict[bytes, bytes] = {}


def xlsx(**sheets: Rows) -> bytes:
    """Return a workbook with one sheet per keyword, rows as given; the same rows give the same bytes."""
    key = pickle.dumps(sheets)
    if key not in _workbooks:
        _workbooks[key] = _write_workbook(sheets)
    return _workbooks[key]


def _write_workbook(sheets: Mapping[str, Rows]) -> bytes:
    book = ExcelFile()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv_text(rows: Rows, delimiter: str = ",") -> bytes:
    """Return rows as a CSV file."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode()


def read(data: bytes, name: str = "March.xlsx", **answers: Any) -> FileContent:
    """Read a file in this process, not in the disposable one."""
    return read_cells(read_sheets(data, name, LAPTOP), name, answers, KEY, source_id_for(data))


def imported(data: bytes, name: str = "March.xlsx", **answers: Any) -> Import:
    """Return a file as the Import that a workspace appends."""
    content = read(data, name, **answers)
    frames = {table: to_pandas(rows) for table, rows in to_arrow(content.tables).items()}
    return Import(frames, content.reading, content.issues, hashlib.sha256(data).hexdigest())


def dataset(
    data: bytes, name: str = "March.xlsx", settings: Mapping[str, Any] | None = None, **answers: Any
) -> Dataset:
    """Return the dataset of one file, with the given answers and settings."""
    workspace = Workspace().append(imported(data, name, **answers))
    return (workspace.append(Setting(settings)) if settings else workspace).dataset()


def codes(found: FileContent | Dataset) -> set[str]:
    """Return the codes of the issues raised."""
    return {issue.code for issue in found.issues}


def number(data: bytes, metric: str, name: str = "File.xlsx", **answers: Any) -> tuple[float | None, str]:
    """Return the value of a metric and its certainty."""
    found = evaluate(dataset(data, name, **answers), as_of=date(2026, 12, 31), metrics=[metric]).value_for(
        metric
    )
    return found.value, found.certainty


def layouts(data: bytes, name: str = "File.xlsx") -> list[str]:
    """Return the layout of each sheet."""
    return [sheet.layout for sheet in read(data, name).reading.sheets]


def fields(data: bytes, name: str = "File.xlsx") -> dict[str, str]:
    """Return the field of each used heading of the first sheet."""
    return {m.heading: m.field for m in read(data, name).reading.sheets[0].mapping if m.field}


#: A typical session log and roster; several tests read them with one thing changed.
LOG = [
    ["Date", "Title", "Location", "Attendance", "Notes"],
    ["2026-03-07", "Story hour", "Barangay hall", 18, None],
    ["2026-03-14", "Story hour", "Barangay hall ", "about 20", "rain"],
    ["2026-03-21", "CANCELLED - Story hour", "Barangay hall", None, "typhoon"],
    ["TOTAL", None, None, 38, None],
]
ROSTER = [
    ["No.", "Name", datetime(2026, 3, 7), datetime(2026, 3, 14), datetime(2026, 3, 21), "Total"],
    [1, "Learner 01", "x", "x", None, 2],
    [2, "Learner 02", "x", None, "x", 2],
    [3, "Learner 03", "x", "x", "x", 3],
    [4, "Learner 04", None, "x", "x", 2],
    [5, "Learner 05", "x", None, "x", 2],
]


def sheet(found: FileContent, name: str = "Log") -> SheetReading:
    """Return how the named sheet of a file was read."""
    return next(s for s in found.reading.sheets if s.name == name)
