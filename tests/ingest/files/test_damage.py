"""Sheets with blanked or overwritten cells, repeated rows and dropped columns: every row is accounted for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest.files.cells import ErrorCell, SheetCells
from libcollab_metrics.ingest.importer import FileContent, read_cells
from libcollab_metrics.ingest.preview import TOTAL_ROW_REASON
from libcollab_metrics.ingest.tables.rows import BLANK_LINE_REASON
from libcollab_metrics.ingest.worker.protocol import to_arrow, to_pandas
from libcollab_metrics.model import Import, SheetReading, Workspace
from tests.support.builders.layout_samples import SAMPLES, Sample, figures
from tests.support.examples import examples, often
from tests.support.sheets import KEY

#: Values that people leave in cells where something else belongs.
ODD_VALUES: list[object] = [
    "",
    " ",
    "N/A",
    "?",
    "-",
    "x",
    "X",
    "P",
    "A",
    "T",
    "0",
    0,
    -1,
    1e12,
    0.5,
    1e300,
    "TOTAL",
    "Total",
    "CANCELLED",
    "e.g. Story hour",
    "about 20",
    "15-20",
    "15+",
    "3+4=9",
    "12,5",
    "1.234",
    "13/13/2026",
    "7-Mar",
    "2026-02-30",
    "March 2026",
    "Date",
    "Name",
    "Attendance",
    "Prepared by: the librarian",
    "x = present",
    "Learner 01",
    "#REF!",
    ErrorCell("#DIV/0!"),
    "*",
    "99999999999999999999",
    "=1+1",
    "ñ",
    "\u200b",
    "Ages 3-6",
    "Yes",
    "5",
    "TRUE",
    "3 tardies = 1 absence",
]
#: The layouts with headings, and the one without.
SHEETS = SAMPLES | {
    "prose": Sample(
        "prose", [], [["Mar. 7, 2026 Story hour 31 / Workshop 17"], ["Mar. 14, 2026 Story hour almost 30"]]
    )
}
odd_cells = st.one_of(
    st.sampled_from(ODD_VALUES), st.text(max_size=12), st.floats(allow_nan=False, allow_infinity=False)
)


@st.composite
def damaged(draw: st.DrawFn, layout: str) -> list[list[object]]:
    """A sample with up to four random changes, made at any cell, row or column."""
    rows = SHEETS[layout].sheet()
    for _ in range(draw(st.integers(0, 4))):
        width, row_index = max(map(len, rows), default=1), draw(st.integers(0, len(rows) - 1))
        rows = [[*row, *[None] * (width - len(row))] for row in rows]
        column, change = (
            draw(st.integers(0, width - 1)),
            draw(st.sampled_from(["blank", "scribble", "twice", "drop"])),
        )
        if change == "twice":
            rows.insert(draw(st.integers(0, len(rows))), list(rows[row_index]))
        elif change == "drop" and width > 1:
            rows = [row[:column] + row[column + 1 :] for row in rows]
        else:
            rows[row_index][column] = None if change == "blank" else draw(odd_cells)
    return rows


@pytest.mark.slow
@pytest.mark.parametrize("layout", SHEETS)
@given(data=st.data())
@examples(30)
def test_damaged_sheet_is_read_or_refused_with_one_message(layout: str, data: st.DataObject) -> None:
    sheet = SheetCells.from_rows("Sheet1", data.draw(damaged(layout)))
    try:
        result = read_cells([sheet], "a.xlsx", dict(SHEETS[layout].answers), KEY, "s")
    except LibCollabError:
        return
    for reading in result.reading.sheets:
        assert_every_row_is_accounted_for(reading, sheet, alone=len(result.reading.sheets) == 1)


def assert_every_row_is_accounted_for(reading: SheetReading, sheet: SheetCells, alone: bool) -> None:
    """Rows read = used + left out; each row left out is a total, a blank line or a rejected row."""
    if reading.layout == "skipped":
        return
    assert reading.rows_read == reading.rows_used + reading.rows_left_out
    assert sum(count for _, count, _ in reading.reasons) == reading.rows_left_out
    unused = {reason: count for reason, count, _ in reading.reasons}
    given_back = sum(1 for _, reason, _ in reading.rejected if reason != "Error")
    assert given_back == reading.rows_left_out - unused.get(TOTAL_ROW_REASON, 0) - unused.get(
        BLANK_LINE_REASON, 0
    )
    if alone:
        below = sheet.filled[max(reading.header_row + 1 - sheet.first_row, 0) :]
        assert reading.rows_read == below.sum()


@pytest.mark.slow
@pytest.mark.parametrize("layout", often(SHEETS, 2))
@given(data=st.data())
@examples(5)
def test_damaged_sheet_gives_valid_figures(layout: str, data: st.DataObject) -> None:
    sheet = SheetCells.from_rows("Sheet1", data.draw(damaged(layout)))
    try:
        result = read_cells([sheet], "a.xlsx", dict(SHEETS[layout].answers), KEY, "s")
        dataset = Workspace().append(as_import(result)).dataset()
    except LibCollabError:
        return
    values: list[Any] = [figure[2] for figure in figures(dataset)]
    assert all(value is None or value == value for value in values)


def as_import(result: FileContent) -> Import:
    frames = {table: to_pandas(rows) for table, rows in to_arrow(result.tables).items()}
    return Import(frames, result.reading, result.issues, "s")
