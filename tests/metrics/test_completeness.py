"""Exact means complete: data that was left out, or a question that is open, leaves its metrics inexact."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.ingest.importer import FileContent, read_cells
from libcollab_metrics.ingest.worker.protocol import to_arrow, to_pandas
from libcollab_metrics.metrics import Evaluation, evaluate
from libcollab_metrics.model import ISSUE_KINDS, Dataset, Import, Scope, Workspace
from libcollab_metrics.model.completeness import ISSUE_EFFECTS
from tests.ingest.test_issue_kinds import BY_CELLS, SHEETS
from tests.support.sheets import KEY, codes, dataset, imported, xlsx

AS_OF = date(2027, 12, 31)
#: The metrics that each kind makes inexact because a single cell of theirs is unknown.
CELL_METRICS = {
    "number-unreadable": "attendance_total",
    "percent-not-count": "attendance_total",
    "sentinel-number": "attendance_total",
    "formula-error": "attendance_total",
    "formula-without-value": "attendance_total",
    "number-in-roster": "attendance_total",
    "mark-unconfirmed": "attendance_total",
    "day-without-marks": "attendance_rate",
    "currency-mixed": "cost_cash",
    "outside-scale": "mean_rating",
}
#: Kinds that leave out nothing which could count, and why.
NO_DATA = {
    "sheet-skipped": "it holds no table, or the user chose to leave it out; a hidden sheet asks a question",
    "totals-row-left-out": "it sums up rows that count",
    "cadence-mixed": "it sums up rows that count",
    "not-sessions": "room use and self-directed activities are no sessions by definition",
    "choice-unknown": "the row counts, and its group is unknown",
    "removed-by-hand": "the user took it out",
    "person-forgotten": "the person asked for it",
    "criterion-unknown": "the criterion stays undecided",
    "setting-not-read": "it is a setting",
}
LOG = ["Date", "Title", "Attendance"]


def log(*rows: list[object]) -> list[list[object]]:
    return [LOG, ["2026-03-07", "Story hour", 12], ["2026-03-14", "Story hour", 9], *rows]


def values(data: Dataset, scope: Scope | None = None, by: str = "") -> Evaluation:
    return evaluate(data, scope=scope or Scope(), by=by, as_of=AS_OF)


def test_every_kind_that_leaves_data_out_is_classified() -> None:
    left_out = {code for code, kind in ISSUE_KINDS.items() if kind.severity == "left-out"}
    assert left_out <= {*ISSUE_EFFECTS, *CELL_METRICS, *NO_DATA}
    assert not {*ISSUE_EFFECTS} & {*CELL_METRICS, *NO_DATA}
    assert not {*CELL_METRICS} & {*NO_DATA}


@pytest.mark.parametrize("code", [code for code in ISSUE_EFFECTS if code in SHEETS])
def test_issue_that_left_out_data_leaves_no_metric_exact(code: str) -> None:
    """The row may count in any metric of its table; a row without a day only in those of a period.

    Two names that may be one person change the number of people only, and people who did not sign a list
    of those who came change no number of sessions.
    """
    sheet, answers = SHEETS[code]
    data = dataset(sheet, "log.xlsx" if sheet.startswith(b"PK") else "log.csv", **answers)
    scope = Scope(start=date(2020, 1, 1)) if ISSUE_EFFECTS[code] == "days" else Scope()
    evaluation = values(data, scope)
    affected = ["sessions_held", "attendance_total", "attendance_per_session", "participants_unique"]
    others = {"people": affected[-1:], "absent": affected[1:], "balance": ["cash_balance"]}
    affected = others.get(ISSUE_EFFECTS[code], affected)
    given = [evaluation.value_for(metric) for metric in affected]
    assert [v.metric for v in given if v.value is not None and v.certainty == "exact"] == []


def workspace_of(content: FileContent) -> Workspace:
    frames = {table: to_pandas(rows) for table, rows in to_arrow(content.tables).items()}
    return Workspace().append(Import(frames, content.reading, content.issues, "0" * 64))


@pytest.mark.parametrize("code", CELL_METRICS)
def test_unknown_cell_leaves_its_metric_inexact(code: str) -> None:
    if code in BY_CELLS:
        data = workspace_of(read_cells([BY_CELLS[code]], "log.xlsx", {}, KEY, "x")).dataset()
    else:
        data = dataset(SHEETS[code][0], "log.xlsx", **SHEETS[code][1])
    found = values(data).values_for(CELL_METRICS[code])
    assert [v for v in found if v.value is not None and v.certainty == "exact"] == []


def test_left_out_row_makes_totals_lower_bounds_and_rates_partial() -> None:
    """Two sessions with 12 and 9, and a row whose number has no day and no title: at least 21, not 21."""
    data = dataset(xlsx(Log=[*log(), [None, "Craft", None]]), duplicates="keep")
    assert "row-without-data" in codes(data)
    assert values(data).value_for("attendance_total").certainty == "exact"
    log_with_gap = [[*LOG, "Place"], ["2026-03-07", "Story", 12, "Main"], [None, "Story", None, "Main"]]
    data = dataset(xlsx(Log=log_with_gap))
    evaluation = values(data)
    total, mean = (evaluation.value_for(m) for m in ("attendance_total", "attendance_per_session"))
    assert (total.value, total.low, total.high, total.certainty) == (12, 12, None, "at_least")
    assert (mean.value, mean.low, mean.high, mean.certainty) == (12, None, None, "partial")


def test_row_without_a_day_is_missing_only_in_periods() -> None:
    data = dataset(xlsx(Log=log([None, "Story hour", 5])))
    assert values(data).value_for("attendance_total").certainty == "exact"
    march = values(data, by="month").value_for("attendance_total", month="2026-03")
    assert (march.value, march.certainty) == (21, "at_least")


def test_sessions_in_two_files_are_upper_bound_until_answered() -> None:
    """The log was uploaded twice under two names, with a further session in the second: 21 + 26."""
    again = [["Day", *LOG[1:]], *log()[1:], ["2026-03-21", "Story hour", 5]]
    workspace = (
        Workspace().append(imported(xlsx(Log=log()), "a.xlsx")).append(imported(xlsx(Log=again), "b.xlsx"))
    )
    total = values(workspace.dataset()).value_for("attendance_total")
    assert (total.value, total.certainty, total.low) == (47, "at_most", None)


def test_range_of_people_is_open_while_a_row_is_missing() -> None:
    """12 visits of people who are not listed: at most 12 people, unless the row without a day counts."""
    rows = [[*LOG, "Place"], ["2026-03-07", "Story", 12, "Main"]]
    known = values(dataset(xlsx(Log=rows))).value_for("participants_bounds")
    assert (known.low, known.high) == (12, 12)
    rows.append([None, "Story", None, "Main"])  # type: ignore[list-item]
    opened = values(dataset(xlsx(Log=rows))).value_for("participants_bounds")
    assert (opened.low, opened.high, opened.certainty) == (12, None, "range")


def test_duplicates_leave_the_number_of_people_exact() -> None:
    rows = [["Name", "2026-03-07", "2026-03-14"], ["Ana", "P", "P"], ["Bea", "P", "A"]]
    files = [imported(xlsx(**{tab: rows}), f"{tab}.xlsx", program="Story") for tab in ("First", "Again")]
    evaluation = values(Workspace().append(files[0]).append(files[1]).dataset())
    people, visits = (evaluation.value_for(m) for m in ("participants_unique", "attendance_total"))
    assert (people.value, people.certainty) == (2, "exact")
    assert (visits.value, visits.certainty) == (6, "at_most")


def test_sheet_of_payments_leaves_attendance_exact() -> None:
    ledger = [
        ["Program", "Date", "From", "To", "Kind", "Amount", "Status"],
        ["Story hour", "2026-03-07", "library", "project", "cash", 500, "spent"],
        ["Story hour", "2026-03-08", "library", "project", None, None, None],
    ]
    evaluation = values(dataset(xlsx(Log=log(), Money=ledger)))
    assert evaluation.value_for("attendance_total").certainty == "exact"


def test_verdict_on_a_target_uses_the_bounds() -> None:
    """20 of 20 aimed for, with a row that may be another session: met from below, undecided from above."""
    programs = [["Program", "Target", "Target, at least"], ["Story", 20, 15]]
    rows = [[*LOG, "Place"], ["2026-03-07", "Story", 20, "Main"], [None, "Story", None, "Main"]]
    attained = values(dataset(xlsx(Log=rows, Programs=programs)), by="program").value_for(
        "target_attainment", program="Story"
    )
    assert (attained.value, attained.certainty, attained.verdict) == (1, "at_least", "met")
    programs[0].append("Target, at most")
    programs[1].append(25)
    attained = values(dataset(xlsx(Log=rows, Programs=programs)), by="program").value_for(
        "target_attainment", program="Story"
    )
    assert attained.verdict == "undecided"


def test_answer_that_settles_a_sheet_makes_the_total_exact() -> None:
    """A list of members and a table of other things leave the total open until answered."""
    members = [["Reading club"], ["No.", "Name"], [1, "Ana Reyes"], [2, "Ben Diaz"]]
    other = [["Colour", "Smell"], ["red", "sweet"], ["blue", "sour"]]
    data = xlsx(Log=log(), Members=members, Other=other)
    assert values(dataset(data)).value_for("attendance_total").certainty == "at_least"
    settled = {"Members": {"row_is": "person"}, "Other": {"row_is": "nothing"}}
    assert values(dataset(data, sheets=settled)).value_for("attendance_total").certainty == "exact"
    assert len(dataset(xlsx(Other=other), row_is="nothing").tables["sessions"]) == 0
