"""How long a log of 50,000 sessions takes from bytes to an import: `make bench`."""

from __future__ import annotations

import io
import time
import zlib
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import xlsxwriter

from libcollab_metrics.ingest import Reader, read_file

ROWS = 50_000
HEADINGS = ("Date", "Title", "Location", "Attendance", "Language", "Notes")


def _rows() -> list[tuple[str, str, str, int, str, str]]:
    first = date(2020, 1, 1)
    return [
        ((first + timedelta(days=n % 2000)).isoformat(), f"Program {n % 40}", f"Site {n % 12}", n % 37, "Filipino", "")
        for n in range(ROWS)
    ]


def _csv() -> bytes:
    return "\n".join(",".join(map(str, row)) for row in (HEADINGS, *_rows())).encode()


def _xlsx() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Log")
        for number, row in enumerate((HEADINGS, *_rows())):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


@pytest.mark.parametrize(("name", "make"), [("log.csv", _csv), ("log.xlsx", _xlsx)])
def test_a_log_of_50_000_sessions_is_read_whole(name: str, make: Callable[[], bytes]) -> None:
    """Printed beside a measure of the machine: inflating 50 MB with zlib."""
    data = make()
    started = time.perf_counter()
    zlib.decompress(zlib.compress(bytes(50_000_000), 1))
    unit = time.perf_counter() - started
    with Reader() as reader:
        started = time.perf_counter()
        found = read_file(reader, name, data, b"k" * 32)
        taken = time.perf_counter() - started
    assert len(found.tables["sessions"]) == ROWS
    print(f"\n{name}: {taken:.2f} s, {ROWS / taken:,.0f} rows a second, {taken / unit:.1f} × the unit of this machine")
