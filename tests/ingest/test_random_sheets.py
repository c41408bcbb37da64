"""Changes that must not change a figure: file format, column order, spelling of names, currency format."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcollab_metrics.ingest.files.workbook import read_sheets
from libcollab_metrics.ingest.importer import read_cells, source_id_for
from libcollab_metrics.ingest.limits import LAPTOP
from libcollab_metrics.ingest.worker.protocol import to_arrow, to_pandas
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Answer, Dataset, Import, Workspace
from libcollab_metrics.model.sessions import ALL_SHEETS
from tests.metrics.test_engines import differences
from tests.support.builders.file_formats import SAVERS, text
from tests.support.builders.layout_samples import AS_OF
from tests.support.examples import examples
from tests.support.sheets import dataset, imported, xlsx

pytestmark = pytest.mark.slow
FEW = examples(6)
Rows = list[list[object]]
LOG = ["Date", "Title", "Location", "Attendance", "Staff Hours"]
PEOPLE = ["Date", "Activity", "Name", "Status"]
LEDGER = ["Date", "Program", "From", "To", "Kind", "Value", "Status"]
NAMES = ("Peña, Marisol", "Jun-jun Sarmiento", "Tala Bituin", "Dela Cruz, Juán", "Ligaya Dimaculangan")
DAYS = st.integers(1, 28).map(lambda number: datetime(2026, 1 + number % 5, number))


def _sheet(heads: list[str], *columns: st.SearchStrategy[Any]) -> st.SearchStrategy[Rows]:
    """Three to seven distinct rows under these headings."""
    rows = st.lists(st.tuples(*columns).map(list), min_size=3, max_size=7, unique_by=str)
    return rows.map(lambda result: [list(heads), *result])


LOGS = _sheet(
    LOG,
    DAYS,
    st.sampled_from(["Story hour", "Craft"]),
    st.sampled_from(["Main", "Hall", None]),
    st.sampled_from([None, 0, 3, 18, 31, "about 20", "at least 12"]),
    st.sampled_from([None, 1.5, 2, 2.25]),
)
LISTS = _sheet(
    PEOPLE,
    DAYS,
    st.sampled_from(["Workshop", "Craft"]),
    st.sampled_from(NAMES),
    st.sampled_from(["Present", "Present", "Late", "Absent", "Excused"]),
)
LEDGERS = _sheet(
    LEDGER,
    DAYS,
    st.sampled_from(["Story hour", "Craft"]),
    st.sampled_from(["Hope Foundation", "library", "project"]),
    st.sampled_from(["project", "Print shop"]),
    st.sampled_from(["cash", "in kind"]),
    st.sampled_from([0, 12.5, 950, 1250.75, 15000]),
    st.sampled_from(["received", "spent", "pledged"]),
)
SHEETS = st.one_of(LOGS, LISTS, LEDGERS)


def assert_same_figures(first: Dataset, second: Dataset) -> None:
    """Assert that both datasets give the same value for every metric of the catalog."""
    result = differences(*(evaluate(data, as_of=AS_OF, by="month").values for data in (first, second)))
    assert result == []


def read_with(data: bytes, key: bytes) -> Import:
    """A file read in a workspace with another key."""
    result = read_cells(read_sheets(data, "a.xlsx", LAPTOP), "a.xlsx", {}, key, source_id_for(data))
    frames = {table: to_pandas(rows) for table, rows in to_arrow(result.tables).items()}
    return Import(frames, result.reading, result.issues, hashlib.sha256(data).hexdigest())


@FEW
@given(SHEETS, st.randoms(use_true_random=False))
def test_column_order_does_not_change_figures(rows: Rows, random: Any) -> None:
    order = random.sample(range(len(rows[0])), len(rows[0]))
    assert_same_figures(
        dataset(xlsx(A=rows)), dataset(xlsx(A=[[row[column] for column in order] for row in rows]))
    )


@FEW
@given(SHEETS, st.sampled_from(["ods", "commas", "semicolons and decimal commas", "tabs"]))
def test_file_format_does_not_change_figures(rows: Rows, how: str) -> None:
    name, save = SAVERS[how]
    assert_same_figures(dataset(xlsx(Sheet1=rows), "a.xlsx"), dataset(save(rows), name))


@FEW
@given(st.one_of(LOGS, LISTS))
def test_duplicate_sheet_counts_once_only_when_answered(rows: Rows) -> None:
    once = Workspace().append(imported(xlsx(Sheet1=rows), "a.xlsx"))
    twice = once.append(imported(text(rows), "b.csv"))
    assert twice.dataset().overlaps
    assert_same_figures(once.dataset(), twice.append(Answer(ALL_SHEETS, {"duplicates": "drop"})).dataset())
    total, both = (
        evaluate(w.dataset(), metrics=["attendance_total"], as_of=AS_OF).value_for("attendance_total").value
        for w in (once, twice)
    )
    if rows[0] == LOG:
        assert both == (None if total is None else 2 * total)


SPELLINGS: tuple[Callable[[str], str], ...] = (
    str,
    str.upper,
    lambda n: f" {n}  ",
    lambda n: n.replace(" ", "  "),
    lambda n: unicodedata.normalize("NFD", n),
    lambda n: " ".join(reversed(n.split(", "))),
    lambda n: n.replace("á", "a"),
)


@FEW
@given(LISTS, st.lists(st.sampled_from(SPELLINGS), min_size=7, max_size=7))
def test_spelling_of_a_name_does_not_change_figures(rows: Rows, ways: list[Any]) -> None:
    spelled = [[*row[:2], way(row[2]), row[3]] for way, row in zip(ways, rows[1:], strict=False)]
    assert_same_figures(dataset(xlsx(A=rows)), dataset(xlsx(A=[rows[0], *spelled])))


@FEW
@given(LISTS, st.binary(min_size=32, max_size=32))
def test_other_names_and_another_key_do_not_change_figures(rows: Rows, key: bytes) -> None:
    replacements = dict(
        zip(NAMES, ("Zoe Ybañez", "Ana Abad", "Bo Cruz", "Kidlat Reyes", "Mayumi Santos"), strict=True)
    )
    renamed = [rows[0], *([*row[:2], replacements[str(row[2])], row[3]] for row in rows[1:])]
    first = dataset(xlsx(A=rows))
    assert_same_figures(first, dataset(xlsx(A=renamed)))
    assert_same_figures(first, Workspace().append(read_with(xlsx(A=rows), key)).dataset())


MONEY: tuple[Callable[[float], object], ...] = (
    lambda n: f"₱{n:,.2f}",
    lambda n: f"PHP {n:,.2f}",
    lambda n: f"$ {n:,.2f}",
    lambda n: f"{n:,.2f}",
    lambda n: f"{n:,.2f}".translate(str.maketrans(",.", ".,")) + " €",
)


@FEW
@given(LEDGERS, st.sampled_from(MONEY))
def test_currency_and_amount_format_do_not_change_figures(rows: Rows, write: Any) -> None:
    written = [rows[0], *([*row[:5], write(row[5]), row[6]] for row in rows[1:])]
    assert_same_figures(dataset(xlsx(A=rows)), dataset(xlsx(A=written)))
