"""Hostile files cost at most three times what honest ones of their size and kind do; the largest CSV fits its
time."""

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
WIDE, ROWS = 499, 200
DAYS = [(date(2026, 1, 1) + timedelta(day)).isoformat() for day in range(WIDE)]
MONTHS = [
    f"{month} {year}"
    for year in range(1980, 2021)
    for month in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
]
Make = Callable[[Callable[[int, int], object]], bytes]


def processor_time(data: bytes, name: str) -> float:
    """Seconds of the processor that reading a file takes, the lower of two times."""
    taken = []
    for _ in range(2):
        begun = time.process_time()
        with suppress(LibCollabError):
            answer_request({"name": name}, data, KEY)
        taken.append(time.process_time() - begun)
    return min(taken)


def roster(cell: Callable[[int, int], object]) -> bytes:
    return csv_text([["Name", *DAYS], *([f"L{r}", *(cell(r, c) for c in range(WIDE))] for r in range(ROWS))])


def parts_of_a_count(cell: Callable[[int, int], object]) -> bytes:
    heads = ["Children", "Adults", "Boys", "Girls"] * 124
    rows = (["2026-03-07", "Story hour", *(cell(r, c) for c in range(len(heads)))] for r in range(ROWS))
    return csv_text([["Date", "Title", *heads], *rows])


def month_grid(cell: Callable[[int, int], object]) -> bytes:
    return csv_text(
        [["Site", *MONTHS], *([f"Site {r}", *(cell(r, c) for c in range(492))] for r in range(ROWS))]
    )


def log(cell: Callable[[int, int], object]) -> bytes:
    heads = [f"Column {c}" for c in range(WIDE - 3)]
    rows = (["2026-03-07", "Story hour", r, *(cell(r, c) for c in range(len(heads)))] for r in range(ROWS))
    return csv_text([["Date", "Title", "Attendance", *heads], *rows])


#: Shape → how it is made, what an honest cell of it holds, and what a hostile one does. No two cells are the
#: same: the number of different cells is what an honest sheet takes its time for.
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


@pytest.mark.parametrize("shape", SHAPES)
def test_a_hostile_csv_costs_no_more_than_three_honest_ones(shape: str) -> None:
    make, honest, other = SHAPES[shape]
    usual, costly = (processor_time(make(cell), "list.csv") for cell in (honest, other))
    assert costly <= AT_MOST * usual, (costly, usual)


def test_a_workbook_of_two_thousand_parts_costs_no_more_than_its_sheets() -> None:
    junk = "<a>" + "<b>xyz</b>" * 45_000 + "</a>"
    costly = raw_files.zipped(parts() | {f"customXml/item{number}.xml": junk for number in range(1_900)})
    head = raw_files.row(1, *(raw_files.number(f"{letter}1") for letter in "ABCDEFGH"))
    rows = "".join(
        raw_files.row(n, *(raw_files.number(f"{letter}{n}", str(n * 7 % 90)) for letter in "ABCDEFGH"))
        for n in range(2, 110_000)
    )
    usual = raw_files.workbook(head + rows)
    assert len(costly) <= 1.2 * len(usual)
    assert processor_time(costly, "list.xlsx") <= AT_MOST * processor_time(usual, "list.xlsx")


def large_csv(title: Callable[[int], str]) -> bytes:
    """An honest log of 96 MB: as many rows as that takes, fewer than a sheet of Excel has."""
    random, out, number = Random(5), io.StringIO(), 0
    write = csv.writer(out).writerow
    write(["Date", "Title", "Location", "Attendance", "Notes"])
    while out.tell() < 96 << 20:
        for number in range(number + 1, number + 5_001):  # noqa: B020 - goes on where it stopped
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
def test_the_largest_csv_costs_no_more_than_forty_times_cutting_it(
    title: Callable[[int], str], capsys: pytest.CaptureFixture[str]
) -> None:
    data = large_csv(title)
    begun = time.process_time()
    rows = sum(1 for _ in csv.reader(io.StringIO(data.decode(), newline="")))
    cut = time.process_time() - begun
    begun = time.process_time()
    _, tables = answer_request({"name": "log.csv"}, data, KEY)
    taken = time.process_time() - begun
    with capsys.disabled():
        print(f"\n{len(data) >> 20} MB, {rows:,} rows: {taken:.1f} s, {taken / cut:.1f} × csv.reader")
    assert tables["sessions"].num_rows == rows - 1
    assert taken <= AT_MOST_OF_CSV * cut


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as kept:
        yield kept


def errors(rows: int, columns: Sequence[str], known: Sequence[str] = ()) -> bytes:
    """A log in which these columns show an error in every row; `known` are the cells before them."""
    heads = [
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
    first = raw_files.row(1, *(_text(f"{chr(65 + n)}1", head) for n, head in enumerate(heads)))
    body = (
        raw_files.row(
            n,
            *(_text(f"{chr(65 + place)}{n}", word) for place, word in enumerate(known)),
            *(f'<c r="{column}{n}" t="e"><v>#REF!</v></c>' for column in columns),
        )
        for n in range(2, rows + 2)
    )
    return raw_files.workbook(first + "".join(body))


def _text(where: str, word: str) -> str:
    return f'<c r="{where}" t="inlineStr"><is><t>{word}</t></is></c>'


def test_a_million_error_cells_are_refused_and_do_not_reach_this_process(reader: Reader) -> None:
    data = errors(100_000, "ABCDEFGHIJKL")
    read_file(reader, "small.csv", b"Date,Title,Attendance\n2026-03-07,Story hour,18\n", KEY)
    before = psutil.Process().memory_info().rss
    with pytest.raises(
        UnreadableFileError, match=r"shows an error such as #REF! in 1,200,000 cells, .*the first is A2"
    ):
        read_file(reader, "list.xlsx", data, KEY)
    assert psutil.Process().memory_info().rss - before < 50 << 20


def test_a_sheet_with_errors_beside_its_numbers_is_read(reader: Reader) -> None:
    data = errors(60_000, "CD", ["2026-03-07", "Story hour"])
    found = read_file(reader, "list.xlsx", data, KEY)
    assert len(found.tables["sessions"]) == 60_000
    assert {issue.count for issue in found.issues if issue.code == "formula-error"} == {60_000}
