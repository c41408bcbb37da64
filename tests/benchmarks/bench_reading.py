"""Processor time of reading a file, compared with other readers of the same file: `make bench`."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import pandas as pd
import pytest

from libcollab_metrics.ingest import Reader
from tests.benchmarks.measuring import Cost, cheapest, inflating, read_measured, slowness
from tests.benchmarks.workbooks import LAYOUTS, WIDE, attendees, csv_text, xlsx

pytestmark = [
    pytest.mark.worker,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux what a process has used"),
]
ROWS = 50_000


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as opened:
        yield opened


def best(reader: Reader, name: str, data: bytes, layout: str, times: int = 4) -> Cost:
    """The minimum of each measure over a few readings."""
    costs = []
    for _ in range(times):
        result, cost = read_measured(reader, name, data)
        costs.append(cost)
        assert result.reading.sheets[0].layout == layout
    return Cost(min(c.cpu for c in costs), min(c.wall for c in costs), min(c.stall for c in costs))


@pytest.mark.parametrize("inline", [False, True], ids=["shared strings", "inline strings"])
def test_reading_50_000_attendee_rows_is_near_inflating(reader: Reader, inline: bool) -> None:
    """`make bench` compares the same lists with pandas, in turn."""
    data = xlsx(attendees(ROWS), inline=inline)
    ours = best(reader, "attendees.xlsx", data, "attendee_log")
    inflate = inflating(data)
    print(
        f"\n{ours.cpu:.2f} s of processor, {ours.wall:.2f} s on the clock: {ours.cpu / inflate:.1f} × "
        f"inflating; longest stall of another thread {ours.stall * 1000:.0f} ms"
    )
    assert ours.cpu <= 40 * inflate
    assert ours.stall < 0.05 * slowness()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_reading_50_000_rows_takes_at_most_half_of_openpyxl(reader: Reader, layout: str) -> None:
    data, text = xlsx(LAYOUTS[layout](ROWS)), csv_text(LAYOUTS[layout](ROWS))
    openpyxl = cheapest(lambda: pd.read_excel(io.BytesIO(data), engine="openpyxl"), 1)
    print()
    for name, content in (("sheet.xlsx", data), ("sheet.csv", text)):
        ours = best(reader, name, content, layout, times=3)
        print(f"{layout}, {name}: {ours.cpu:.2f} s of processor, {ours.cpu / openpyxl:.2f} × pandas+openpyxl")
        assert ours.cpu <= 0.5 * openpyxl


def test_reading_300_rows_with_a_spare_process_is_fast(reader: Reader) -> None:
    ours = best(reader, "attendees.xlsx", xlsx(attendees(300)), "attendee_log")
    print(f"\n300 rows: {ours.wall:.2f} s on the clock, {ours.cpu:.2f} s of processor")
    assert ours.wall < 0.5 * slowness()


@pytest.mark.parametrize("layout", WIDE)
def test_2000_columns_take_at_most_three_times_as_many_rows(reader: Reader, layout: str) -> None:
    """2,000 columns × 1,000 rows against 20 columns × 100,000 rows: the same number of cells."""
    wide = best(reader, "wide.xlsx", xlsx(WIDE[layout](1_999, 1_000)), layout, times=2)
    tall = best(reader, "tall.xlsx", xlsx(WIDE[layout](19, 100_000)), layout, times=2)
    print(f"\n{layout}: {wide.cpu:.2f} s and {tall.cpu:.2f} s of processor, {wide.cpu / tall.cpu:.2f} ×")
    assert wide.cpu <= 3 * tall.cpu
