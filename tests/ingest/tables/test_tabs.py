"""Tabs without data of their own: instructions, summaries, lists, tabs nobody should use; and one workbook of
many."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.errors import UnreadableFileError
from libcollab_metrics.ingest.files.cells import ErrorCell, SheetCells
from libcollab_metrics.ingest.importer import read_cells
from libcollab_metrics.ingest.worker.protocol import to_arrow
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Dataset
from libcollab_metrics.reports import publish
from tests.ingest.layouts.test_ledger import DONATIONS, cash_in
from tests.ingest.layouts.test_school_forms import form, typed
from tests.ingest.layouts.test_scores import NAMES, TESTS
from tests.reports.conftest import ENGLISH, MADE, parts
from tests.support.sheets import KEY, LOG, codes, csv_text, dataset, read, sheet, xlsx

GUIDE: list[list[object]] = [
    ["How to fill in this workbook"],
    ["Step", "What to do"],
    ["1", "Write the day of the session"],
    ["2", "Count everybody who came"],
]
SUMMARY: list[list[object]] = [["Month", "Year", "Attendance"], ["March", 2026, 38], ["Total", None, 38]]
DAY = date(2026, 12, 31)


def workbook(**more: list[list[object]]) -> bytes:
    """Fixture l: a school form, a ledger, a score sheet, instructions and a summary in one workbook."""
    plain = [[None if isinstance(cell, ErrorCell) else cell for cell in row] for row in form()]
    tabs = {
        "Instructions": GUIDE,
        "SF2 June": plain,
        "Donations": DONATIONS,
        "Tests": TESTS,
        "Summary": SUMMARY,
    }
    return xlsx(**{**tabs, **more})


def figures(made: Dataset) -> dict[str, object]:
    wanted = [
        "sessions_held",
        "attendance_total",
        "participants_unique",
        "attendance_rate",
        "cost_cash",
        "fund_clarity",
        "mean_gain",
    ]
    found = evaluate(made, metrics=wanted, as_of=DAY).values
    return {f"{v.metric} {dict(v.group)}": (v.value, v.n, v.certainty) for v in found if v.reason is None}


def test_fixture_l_gives_three_tables_and_the_same_numbers_as_apart() -> None:
    found = read(workbook())
    assert [(s.name, s.layout) for s in found.reading.sheets] == [
        ("Instructions", "skipped"),
        ("SF2 June", "sf2"),
        ("Donations", "ledger"),
        ("Tests", "scores"),
        ("Summary", "skipped"),
    ]
    assert [i.sheet for i in found.issues if i.code == "sheet-skipped"] == ["Instructions", "Summary"]
    together = dataset(workbook())
    apart: dict[str, object] = {}
    for one in (typed(form()), xlsx(Donations=DONATIONS), xlsx(Tests=TESTS)):
        apart |= figures(dataset(one))
    assert figures(together) == apart
    assert figures(together)["attendance_total {}"] == (20, 4, "exact")
    assert figures(together)["cost_cash {}"] == (9000, 1, "at_least")
    assert cash_in(together) == 15_000
    apart_codes = codes(dataset(typed(form()))) | codes(dataset(xlsx(Donations=DONATIONS)))
    assert codes(together) == {*apart_codes, "personal-column-discarded", "sheet-skipped"}


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_no_name_and_no_code_of_a_person_leaves_with_a_document(fmt: str) -> None:
    made = dataset(workbook())
    keys = {
        *made.tables["participation"]["person_key"].dropna(),
        *made.tables["outcomes"]["respondent_key"].dropna(),
    }
    assert len(keys) == 6 + 7
    written = publish(made, audience="planning", fmt=fmt, as_of=DAY, generated_at=MADE, language=ENGLISH)
    text = "".join(parts(written.data))
    assert text
    assert not [word for word in (*keys, *NAMES, "Dalisay", "LEARNER 0") if word in text]


def test_reading_fixture_l_again_gives_identical_tables() -> None:
    data = workbook()
    first, second = (to_arrow(read(data).tables) for _ in range(2))
    assert first.keys() == second.keys()
    assert all(first[name].equals(second[name]) for name in first)


def test_a_summary_never_counts_twice_and_is_read_if_so_answered() -> None:
    data = xlsx(Log=LOG, Summary=SUMMARY)
    assert figures(dataset(data))["attendance_total {}"] == (38, 2, "exact")
    (question,) = sheet(read(data), "Summary").questions
    assert (question.id, question.default) == ("sheets.Summary.layout", "skipped")
    assert [value for value, _ in question.options] == ["skipped", "aggregated_log"]
    assert "holds a table" in sheet(read(data), "Summary").saw
    for answers in (
        {"sheets": {"Summary": {"layout": "aggregated_log"}}},
        {"only_sheets": ["Log", "Summary"]},
    ):
        assert figures(dataset(data, **answers))["attendance_total {}"][0] == 76  # type: ignore[index]
    left = read(data, sheets={"Summary": {"layout": "skipped"}})
    assert sheet(left, "Summary").saw == "you said to leave it out"


@pytest.mark.parametrize(
    "name",
    [
        "Ignore",
        "DO NOT USE",
        "IGNORE this",
        "Dashboard",
        "Totals",
        "March total",
        "Summary 2026",
        "Buod",
        "Resumen",
    ],
)
def test_a_tab_with_such_a_name_is_left_out_beside_data_and_told(name: str) -> None:
    found = read(xlsx(**{"Log": LOG, name: LOG}))
    assert sheet(found, name).layout == "skipped"
    assert len(found.tables["sessions"]) == 3
    assert [i.sheet for i in found.issues if i.code == "sheet-skipped"] == [name]


@pytest.mark.parametrize("name", ["Ignore", "Summary", "Totals"])
def test_the_only_tab_with_data_is_read_whatever_its_name(name: str) -> None:
    assert len(read(xlsx(**{name: LOG, "Instructions": GUIDE})).tables["sessions"]) == 3
    assert len(read(csv_text(LOG), f"{name}.csv").tables["sessions"]) == 3


@pytest.mark.parametrize(
    "name", ["Total Recall club", "Summer", "March", "Listening hour", "Reading guide dogs", "Chartres"]
)
def test_a_tab_that_only_sounds_like_one_is_read(name: str) -> None:
    found = read(xlsx(**{"Log": LOG, name: LOG}))
    assert len(found.tables["sessions"]) == 6


@pytest.mark.parametrize(
    "name", ["Instructions", "READ ME", "How to use", "Lists", "Panuto", "Data validation"]
)
def test_a_tab_of_instructions_or_lists_is_told_and_not_asked_about(name: str) -> None:
    found = read(xlsx(**{name: GUIDE, "Log": LOG}))
    assert (sheet(found, name).layout, sheet(found, name).questions) == ("skipped", ())
    assert codes(found) >= {"sheet-skipped"}
    assert "layout-unknown" not in codes(found)


def test_a_tab_called_instructions_that_holds_a_table_is_read() -> None:
    assert len(read(xlsx(Instructions=LOG, Log=LOG)).tables["sessions"]) == 6


def test_empty_tabs_are_told_and_a_workbook_of_nothing_else_is_refused() -> None:
    found = read(xlsx(Log=LOG, Sheet2=[], Sheet3=[[None, None]]))
    assert [i.sheet for i in found.issues if i.code == "sheet-skipped"] == ["Sheet2", "Sheet3"]
    with pytest.raises(UnreadableFileError):
        read(xlsx(Instructions=[["Dear all"]], Sheet2=[]))


def test_a_hidden_tab_is_no_data_to_leave_a_summary_out_for() -> None:
    hidden = SheetCells.from_rows("Log", LOG, is_hidden=True)
    shown = SheetCells.from_rows("Summary", SUMMARY)
    found = read_cells([hidden, shown], "book.xlsx", {}, KEY, "x")
    assert [s.layout for s in found.reading.sheets] == ["skipped", "aggregated_log"]


GRID = [
    [None, "In-House", None, "Outreach", None],
    ["Age Group", "Groups", "Attendance", "Groups", "Attendance"],
]


@pytest.mark.parametrize("name", ["Resumen anual", "FY26", "All branches", "Sheet4"])
def test_a_tab_whose_numbers_are_the_sums_of_the_others_is_a_check_whatever_its_name(name: str) -> None:
    months = {"October 2025": (8, 120, 2, 61), "November 2025": (8, 100, 2, 60)}
    tabs = {tab: [*GRID, ["Children (0-5)", *numbers]] for tab, numbers in months.items()}
    added = [sum(pair) for pair in zip(*months.values(), strict=True)]
    with_sums = xlsx(**tabs, **{name: [*GRID, ["Children (0-5)", *added]]})
    assert visits(with_sums) == visits(xlsx(**tabs)) == 341
    told = [issue for issue in read(with_sums).issues if issue.code == "sheet-skipped"]
    assert [(issue.sheet, "sums of the other tabs" in issue.message) for issue in told] == [(name, True)]
    one_more = [*added[:3], added[3] + 1]
    assert visits(xlsx(**tabs, **{name: [*GRID, ["Children (0-5)", *one_more]]})) > 341


def test_a_month_that_happens_to_be_the_sum_of_the_others_is_a_month() -> None:
    tabs = {"October 2025": (1, 5, 1, 5), "November 2025": (1, 5, 1, 5), "December 2025": (2, 10, 2, 10)}
    assert visits(xlsx(**{tab: [*GRID, ["Children (0-5)", *numbers]] for tab, numbers in tabs.items()})) == 40


def visits(data: bytes) -> float:
    found = evaluate(dataset(data), metrics=["attendance_total"], as_of=date(2026, 12, 31))
    return found.value_for("attendance_total").value or 0.0
