"""A hostile file costs at most three times an honest one of its size; the largest CSV has a time limit."""

from __future__ import annotations

import csv
import io
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from random import Random

import psutil
import pytest

from libcollab_metrics.errors import LibCollabError, UnreadableFileError
from libcollab_metrics.ingest import Reader, read_file
from libcollab_metrics.ingest.importer import answer_request
from tests.support.attackers import raw_files
from tests.support.attackers.hostile_files.kind import parts
from tests.support.sheets import csv_text

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no processor time of one process."),
]
KEY = b"k" * 32
AT_MOST, AT_MOST_OF_CSV = 3, 40
WIDE, ROWS = 499, 60
DAYS = [(date(2026, 1, 1) + timedelta(day)).isoformat() for day in range(WIDE)]
MONTHS = [
    f"{month} {year}"
    for year in range(1980, 2021)
    for month in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
]
Make = Callable[[Callable[[int, int], object]], bytes]


def processor_time(data: bytes, name: str) -> float:
    """Seconds of processor time to read a file, the lower of two runs."""
    times = []
    for _ in range(2):
        start = time.process_time()
        with suppress(LibCollabError):
            answer_request({"name": name}, data, KEY)
        times.append(time.process_time() - start)
    return min(times)


def roster(cell: Callable[[int, int], object]) -> bytes:
    return csv_text([["Name", *DAYS], *([f"L{r}", *(cell(r, c) for c in range(WIDE))] for r in range(ROWS))])


def parts_of_a_count(cell: Callable[[int, int], object]) -> bytes:
    headings = ["Children", "Adults", "Boys", "Girls"] * 124
    rows = (["2026-03-07", "Story hour", *(cell(r, c) for c in range(len(headings)))] for r in range(ROWS))
    return csv_text([["Date", "Title", *headings], *rows])


def month_grid(cell: Callable[[int, int], object]) -> bytes:
    return csv_text(
        [["Site", *MONTHS], *([f"Site {r}", *(cell(r, c) for c in range(492))] for r in range(ROWS))]
    )


def log(cell: Callable[[int, int], object]) -> bytes:
    headings = [f"Column {c}" for c in range(WIDE - 3)]
    rows = (["2026-03-07", "Story hour", r, *(cell(r, c) for c in range(len(headings)))] for r in range(ROWS))
    return csv_text([["Date", "Title", "Attendance", *headings], *rows])


#: Shape → its builder, the text of an honest cell, and the text of a hostile one. All cells are distinct,
#: because the time for an honest sheet depends on the number of distinct cells.
SHAPES: dict[str, tuple[Make, Callable[[int, int], object], Callable[[int, int], object]]] = {
    "a roster of marks that no two cells share": (
        roster,
        lambda r, c: f"page {r * 500 + c}",
        lambda r, c: f"x{r}{c}",
    ),
    "estimates in five hundred columns of a count": (
        parts_of_a_count,
        lambda r, c: f"{r * 500 + c:06d}",
        lambda r, c: f"about {r}{c}",
    ),
    "words in five hundred months": (
        month_grid,
        lambda r, c: f"{r * 500 + c:06d}",
        lambda r, c: f"n/a {r}{c}",
    ),
    "formulas in unknown columns": (log, lambda r, c: f"text {r} {c}", lambda r, c: f"=HYPERLINK({r}{c})"),
}


@pytest.mark.long
@pytest.mark.parametrize("shape", SHAPES)
def test_hostile_csv_takes_at_most_three_times_an_honest_one(shape: str) -> None:
    make, honest, hostile = SHAPES[shape]
    honest_time, hostile_time = (processor_time(make(cell), "list.csv") for cell in (honest, hostile))
    assert hostile_time <= AT_MOST * honest_time, (hostile_time, honest_time)


@pytest.mark.long
def test_workbook_with_two_thousand_parts_takes_at_most_triple_time() -> None:
    junk = "<a>" + "<b>xyz</b>" * 45_000 + "</a>"
    hostile = raw_files.zipped(parts() | {f"customXml/item{number}.xml": junk for number in range(1_900)})
    heading_row = raw_files.row(1, *(raw_files.number(f"{letter}1") for letter in "ABCDEFGH"))
    rows = "".join(
        raw_files.row(n, *(raw_files.number(f"{letter}{n}", str(n * 7 % 90)) for letter in "ABCDEFGH"))
        for n in range(2, 110_000)
    )
    honest = raw_files.workbook(heading_row + rows)
    assert len(hostile) <= 1.2 * len(honest)
    assert processor_time(hostile, "list.xlsx") <= AT_MOST * processor_time(honest, "list.xlsx")


def large_csv(title: Callable[[int], str]) -> bytes:
    """An honest log of 96 MB, with fewer rows than an Excel sheet allows."""
    random, out, number = Random(5), io.StringIO(), 0
    write = csv.writer(out).writerow
    write(["Date", "Title", "Location", "Attendance", "Notes"])
    while out.tell() < 96 << 20:
        for number in range(number + 1, number + 5_001):  # noqa: B020 - continues after the last number
            day = f"20{20 + number % 6}-{1 + number % 12:02d}-{1 + number % 28:02d}"
            write([day, title(number), f"Branch {number % 40}", random.randrange(120), "remark " + "z" * 50])
    return out.getvalue().encode()


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    "title",
    [lambda n: f"Story hour {n % 200}", lambda n: f"Story hour {n} with a guest"],
    ids=["few", "all different"],
)
def test_largest_csv_takes_at_most_forty_times_splitting_it(
    title: Callable[[int], str], capsys: pytest.CaptureFixture[str]
) -> None:
    data = large_csv(title)
    start = time.process_time()
    rows = sum(1 for _ in csv.reader(io.StringIO(data.decode(), newline="")))
    baseline = time.process_time() - start
    start = time.process_time()
    _, tables = answer_request({"name": "log.csv"}, data, KEY)
    elapsed = time.process_time() - start
    with capsys.disabled():
        print(
            f"\n{len(data) >> 20} MB, {rows:,} rows: {elapsed:.1f} s, {elapsed / baseline:.1f} × csv.reader"
        )
    assert tables["sessions"].num_rows == rows - 1
    assert elapsed <= AT_MOST_OF_CSV * baseline


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as worker:
        yield worker


def errors(rows: int, columns: Sequence[str], known: Sequence[str] = ()) -> bytes:
    """A log in which these columns show an error in every row; `known` are the cells before them."""
    headings = [
        "Date",
        "Title",
        "Attendance",
        "Staff Hours",
        "Registered",
        "Seats",
        "Language",
        "Location",
        "Notes",
        "Age group",
        "Start time",
        "Volunteer Hours",
        "End time",
    ]
    first = raw_files.row(1, *(_text(f"{chr(65 + n)}1", heading) for n, heading in enumerate(headings)))
    body = (
        raw_files.row(
            n,
            *(_text(f"{chr(65 + column_index)}{n}", text) for column_index, text in enumerate(known)),
            *(f'<c r="{column}{n}" t="e"><v>#REF!</v></c>' for column in columns),
        )
        for n in range(2, rows + 2)
    )
    return raw_files.workbook(first + "".join(body))


def _text(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_million_error_cells_are_refused_within_the_memory_limit(reader: Reader) -> None:
    data = errors(100_000, "ABCDEFGHIJKL")
    read_file(reader, "small.csv", b"Date,Title,Attendance\n2026-03-07,Story hour,18\n", KEY)
    memory_before = psutil.Process().memory_info().rss
    with pytest.raises(
        UnreadableFileError, match=r"shows an error such as #REF! in 1,200,000 cells, .*the first is A2"
    ):
        read_file(reader, "list.xlsx", data, KEY)
    assert psutil.Process().memory_info().rss - memory_before < 100 << 20


def test_sheet_with_errors_and_numbers_is_read(reader: Reader) -> None:
    data = errors(60_000, "CD", ["2026-03-07", "Story hour"])
    result = read_file(reader, "list.xlsx", data, KEY)
    assert len(result.tables["sessions"]) == 60_000
    assert {issue.count for issue in result.issues if issue.code == "formula-error"} == {60_000}
