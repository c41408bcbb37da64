"""Tabs without data of their own: instructions, summaries, lists and ignored tabs; a workbook with many."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from libcollab_metrics.errors import UnreadableFileError
from libcollab_metrics.ingest.files.cells import ErrorCell, SheetCells
from libcollab_metrics.ingest.importer import read_cells
from libcollab_metrics.ingest.tables.tabs import detect_tab_type
from libcollab_metrics.ingest.worker.protocol import to_arrow
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Dataset
from libcollab_metrics.reports import publish
from tests.ingest.layouts.test_ledger import DONATIONS, cash_in
from tests.ingest.layouts.test_school_forms import form, typed
from tests.ingest.layouts.test_scores import NAMES, TESTS
from tests.reports.conftest import ENGLISH, MADE, parts
from tests.support.sheets import KEY, LOG, codes, csv_text, dataset, number, read, sheet, xlsx

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
    form_rows = [[None if isinstance(cell, ErrorCell) else cell for cell in row] for row in form()]
    tabs = {
        "Instructions": GUIDE,
        "SF2 June": form_rows,
        "Donations": DONATIONS,
        "Tests": TESTS,
        "Summary": SUMMARY,
    }
    return xlsx(**{**tabs, **more})


def figures(loaded: Dataset) -> dict[str, object]:
    metric_ids = [
        "sessions_held",
        "attendance_total",
        "participants_unique",
        "attendance_rate",
        "cost_cash",
        "fund_clarity",
        "mean_gain",
    ]
    result = evaluate(loaded, metrics=metric_ids, as_of=DAY).values
    return {f"{v.metric} {dict(v.group)}": (v.value, v.n, v.certainty) for v in result if v.reason is None}


def test_fixture_l_gives_the_same_figures_as_separate_files() -> None:
    result = read(workbook(), whose="library")
    assert [(s.name, s.layout) for s in result.reading.sheets] == [
        ("Instructions", "skipped"),
        ("SF2 June", "sf2"),
        ("Donations", "ledger"),
        ("Tests", "scores"),
        ("Summary", "skipped"),
    ]
    assert [i.sheet for i in result.issues if i.code == "sheet-skipped"] == ["Instructions", "Summary"]
    together = dataset(workbook(), whose="library")
    separate: dict[str, object] = {}
    for data in (typed(form()), xlsx(Donations=DONATIONS), xlsx(Tests=TESTS)):
        separate |= figures(dataset(data, whose="library"))
    assert figures(together) == separate
    assert figures(together)["attendance_total {}"] == (20, 4, "exact")
    assert figures(together)["cost_cash {}"] == (9000, 1, "at_least")
    assert cash_in(together) == 15_000
    separate_codes = codes(dataset(typed(form()), whose="library")) | codes(
        dataset(xlsx(Donations=DONATIONS))
    )
    assert codes(together) == {*separate_codes, "personal-column-discarded", "sheet-skipped"}


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_published_document_holds_no_name_and_no_pseudonym(fmt: str) -> None:
    loaded = dataset(workbook(), whose="library")
    keys = {
        *loaded.tables["participation"]["person_key"].dropna(),
        *loaded.tables["outcomes"]["respondent_key"].dropna(),
    }
    assert len(keys) == 6 + 7
    document = publish(loaded, audience="planning", fmt=fmt, as_of=DAY, generated_at=MADE, language=ENGLISH)
    text = "".join(parts(document.data))
    assert text
    assert not [word for word in (*keys, *NAMES, "Dalisay", "LEARNER 0") if word in text]


def test_reading_fixture_l_again_gives_identical_tables() -> None:
    data = workbook()
    first, second = (to_arrow(read(data).tables) for _ in range(2))
    assert first.keys() == second.keys()
    assert all(first[name].equals(second[name]) for name in first)


def test_summary_is_counted_only_when_answered() -> None:
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
    skipped = read(data, sheets={"Summary": {"layout": "skipped"}})
    assert sheet(skipped, "Summary").saw == "you said to leave it out"


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
def test_tab_named_as_ignored_or_summary_is_skipped_and_reported(name: str) -> None:
    result = read(xlsx(**{"Log": LOG, name: LOG}))
    assert sheet(result, name).layout == "skipped"
    assert len(result.tables["sessions"]) == 3
    assert [i.sheet for i in result.issues if i.code == "sheet-skipped"] == [name]


@pytest.mark.parametrize("name", ["Ignore", "Summary", "Totals"])
def test_only_tab_with_data_is_read_whatever_its_name(name: str) -> None:
    assert len(read(xlsx(**{name: LOG, "Instructions": GUIDE})).tables["sessions"]) == 3
    assert len(read(csv_text(LOG), f"{name}.csv").tables["sessions"]) == 3


@pytest.mark.parametrize(
    "name", ["Total Recall club", "Summer", "March", "Listening hour", "Reading guide dogs", "Chartres"]
)
def test_tab_with_a_similar_name_is_read(name: str) -> None:
    result = read(xlsx(**{"Log": LOG, name: LOG}))
    assert len(result.tables["sessions"]) == 6


@pytest.mark.parametrize(
    "name", ["Instructions", "READ ME", "How to use", "Lists", "Panuto", "Data validation"]
)
def test_instructions_or_lists_tab_is_reported_and_not_asked_about(name: str) -> None:
    result = read(xlsx(**{name: GUIDE, "Log": LOG}))
    assert (sheet(result, name).layout, sheet(result, name).questions) == ("skipped", ())
    assert codes(result) >= {"sheet-skipped"}
    assert "layout-unknown" not in codes(result)


def test_tab_named_instructions_that_holds_a_table_is_read() -> None:
    assert len(read(xlsx(Instructions=LOG, Log=LOG)).tables["sessions"]) == 6


def test_empty_tabs_are_reported_and_workbook_without_data_is_refused() -> None:
    result = read(xlsx(Log=LOG, Sheet2=[], Sheet3=[[None, None]]))
    assert [i.sheet for i in result.issues if i.code == "sheet-skipped"] == ["Sheet2", "Sheet3"]
    with pytest.raises(UnreadableFileError):
        read(xlsx(Instructions=[["Dear all"]], Sheet2=[]))


def test_summary_is_read_when_the_data_tab_is_hidden() -> None:
    hidden = SheetCells.from_rows("Log", LOG, is_hidden=True)
    shown = SheetCells.from_rows("Summary", SUMMARY)
    result = read_cells([hidden, shown], "book.xlsx", {}, KEY, "x")
    assert [s.layout for s in result.reading.sheets] == ["skipped", "aggregated_log"]


GRID = [
    [None, "In-House", None, "Outreach", None],
    ["Age Group", "Groups", "Attendance", "Groups", "Attendance"],
]


@pytest.mark.parametrize("name", ["Resumen anual", "FY26", "All branches", "Sheet4"])
def test_tab_of_sums_is_skipped_whatever_its_name(name: str) -> None:
    months = {"October 2025": (8, 120, 2, 61), "November 2025": (8, 100, 2, 60)}
    tabs = {tab: [*GRID, ["Children (0-5)", *numbers]] for tab, numbers in months.items()}
    sums = [sum(pair) for pair in zip(*months.values(), strict=True)]
    with_sums = xlsx(**tabs, **{name: [*GRID, ["Children (0-5)", *sums]]})
    assert visits(with_sums) == visits(xlsx(**tabs)) == 341
    reported = [issue for issue in read(with_sums).issues if issue.code == "sheet-skipped"]
    assert [(issue.sheet, "sums of the other tabs" in issue.message) for issue in reported] == [(name, True)]
    not_the_sums = [*sums[:3], sums[3] + 1]
    assert visits(xlsx(**tabs, **{name: [*GRID, ["Children (0-5)", *not_the_sums]]})) > 341


def test_month_that_equals_the_sum_of_others_is_counted() -> None:
    tabs = {"October 2025": (1, 5, 1, 5), "November 2025": (1, 5, 1, 5), "December 2025": (2, 10, 2, 10)}
    assert visits(xlsx(**{tab: [*GRID, ["Children (0-5)", *numbers]] for tab, numbers in tabs.items()})) == 40


def visits(data: bytes) -> float:
    result = evaluate(dataset(data), metrics=["attendance_total"], as_of=date(2026, 12, 31))
    return result.value_for("attendance_total").value or 0.0


LEGENDS = {
    "marks next to words": [["Settings"], [None, "Key", None], [None, "P", "Present"], [None, "A", "Absent"]],
    "words next to marks": [["Presente", "*"], ["Ausente", "F"], ["P%", "Share present"]],
    "sentences": [["How we mark"], ["P = present"], ["A = absent, L = late"]],
}


@pytest.mark.parametrize("kind", LEGENDS)
def test_legend_on_a_tab_of_its_own_explains_the_marks(kind: str) -> None:
    present, absent = ("*", "F") if kind == "words next to marks" else ("P", "A")
    roster = [["Name", "2026-03-07", "2026-03-14"], ["Ana", present, absent], ["Bea", present, present]]
    result = read(xlsx(Roster=roster, Key=LEGENDS[kind]))
    statuses = [row["status"] for row in result.tables["participation"]]
    assert (statuses.count("present"), statuses.count("absent")) == (3, 1)
    assert (sheet(result, "Key").layout, sheet(result, "Key").saw) == (
        "skipped",
        "it explains the marks of the other tabs",
    )
    assert {"marks-from-legend"} <= codes(result)


def test_legend_of_the_sheet_itself_comes_first() -> None:
    roster = [["x = absent, o = present"], ["Name", "2026-03-07", "2026-03-14"], ["Ana", "x", "o"]]
    result = read(xlsx(Roster=roster, Key=[["x", "Present"], ["o", "Absent"]]))
    assert [row["status"] for row in result.tables["participation"]] == ["absent", "present"]


@pytest.mark.parametrize(
    "rows",
    [[["P", "Present"]], [["Name", "Status"], ["Ana", "Present"], ["Bea", "Absent"]], [["P", 1], ["A", 2]]],
)
def test_tab_that_is_no_legend_is_read(rows: list[list[object]]) -> None:
    result = read(xlsx(Log=LOG, Other=rows))
    assert "explains" not in sheet(result, "Other").saw


def test_old_version_is_not_used_and_an_age_is() -> None:
    names = ("Oct OLD", "March (backup)", "4 years old", "Old Town")
    assert [detect_tab_type(name) for name in names] == ["ignore", "ignore", "", ""]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Log BACKUP 3-14", "Log 2026"),
        ("LUMA wag gamitin", "Log 2026"),
        ("Log again", "Backup copy of the log, before the change. Do not use."),
        ("Log again", "LUMANG VERSION - kulang pa, wag gamitin"),
    ],
)
def test_tab_called_old_or_not_to_be_used_is_skipped(name: str, title: str) -> None:
    result = read(xlsx(**{"Log": LOG, name: [[title], *LOG]}))
    assert sheet(result, name).layout == "skipped"
    other = read(xlsx(**{"Log": LOG, "April": [["Do not use this log for meetings"], *LOG]}))
    assert sheet(other, "April").layout == "session_log"


def test_tab_of_bookings_is_no_attendance() -> None:
    """Both tabs have the same columns; 29 and 24 people came to the two events."""
    heads: list[list[object]] = [["Event", "Date", "Adults", "Children", "Total"]]
    booked = [
        ["SRC 2026 - BOOKED"],
        *heads,
        ["Magic", "2026-07-25", 12, 24, 36],
        ["Lego", "2026-07-29", 8, 15, 23],
    ]
    came = [
        ["SRC 2026 - CAME"],
        *heads,
        ["Magic", "2026-07-25", 10, 19, 29],
        ["Lego", "2026-07-29", 8, 16, 24],
    ]
    result = read(xlsx(Booked=booked, Came=came))
    assert sheet(result, "Booked").layout == "unknown"
    assert sum(row["attended"] for row in result.tables["sessions"]) == 53


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2025 LAST YEAR", "Rhyme Time 2025"),
        ("2025", "Rhyme Time 2025 (for comparison)"),
        ("2025 comparativo", "Vigencia anterior"),
        ("2025", "Taon 2025 (noong nakaraang taon)"),
    ],
)
def test_tab_of_another_year_for_comparison_is_skipped(name: str, title: str) -> None:
    result = read(xlsx(**{"2026": LOG, name: [[title], *LOG]}))
    assert sheet(result, name).layout == "skipped"
    assert [question.id.rpartition(".")[2] for question in sheet(result, name).questions] == ["layout"]


def test_tab_that_compares_with_last_year_is_left_out() -> None:
    log = [["Date", "Topic", "Attendance"], ["2026-04-04", "Poems", 21], ["2026-05-02", "Tales", 16]]
    compared = [
        ["Comparison with last year (from the annual report)"],
        ["Month", "2025-26", None, "2026-27", None],
        [None, "Sessions", "Children", "Sessions", "Children"],
        ["April", 3, 58, 1, 21],
        ["May", 2, 41, 1, 16],
    ]
    data = xlsx(**{"2026-27": log, "Comparison": compared})
    assert (number(data, "sessions_held")[0], number(data, "attendance_total")[0]) == (2, 37)


def test_archive_of_another_year_is_left_out() -> None:
    log = [["Date", "Attendance"], ["2026-04-04", 21], ["2026-05-02", 16]]
    old = [["CAMPAÑA 2025 - ya informada, sólo archivo"], ["Date", "Attendance"], ["2025-04-05", 11]]
    assert number(xlsx(**{"2026": log, "2025 (archivo)": old}), "attendance_total")[0] == 37


def test_year_on_one_tab_is_that_of_days_on_another() -> None:
    day = [["Homework club 12 Oct 2026"], ["Name", "Sign"], ["Ana", "✔"], ["Ben", "✔"]]
    tally = [["Day", "Pupils"], ["12 Oct", 2], ["14 Oct", 5]]
    data = xlsx(**{"12 Oct": day, "Tally": tally})
    assert (number(data, "sessions_held"), number(data, "attendance_total")) == ((2, "exact"), (7, "exact"))


def test_year_of_birth_is_no_year_of_sessions() -> None:
    children = [["Name", "Birthday", "School"], ["Ana Cruz", datetime(2019, 3, 7), "ES"]]
    children += [["Ben Diaz", datetime(2019, 8, 2), "ES"]]
    log = [["Date", "Attendance"], ["12 Oct", 2], ["14 Oct", 5]]
    assert "year-missing" in codes(dataset(xlsx(Children=children, Log=log)))
