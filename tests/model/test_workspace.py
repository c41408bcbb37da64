"""Operations and their replay: nothing is lost, undo works, spellings and sessions are joined once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.metrics import evaluate, judge_criteria
from libcollab_metrics.model import Answer, Dataset, Edit, Merge, Setting, Workspace
from libcollab_metrics.model.replay import replay_operations
from tests.support.paths import ROOT
from tests.support.sheets import codes, imported, xlsx

SAMPLE = ROOT / "data" / "sample_library.xlsx"
LOG = ["Date", "Title", "Location", "Attendance"]
MARCH = xlsx(Log=[LOG, ["2026-03-07", "Story hour", "Main", 18], ["2026-03-14", "Story hour", "Hall", 22]])
APRIL = xlsx(Log=[LOG, ["2026-04-04", "story HOUR", "Main", 20]])
DAY = date(2026, 12, 31)


def total(dataset: Dataset, **group: Any) -> Any:
    return (
        evaluate(dataset, metrics=["attendance_total"], by=next(iter(group), ""), as_of=DAY)
        .value_for("attendance_total", **group)
        .value
    )


def same(first: Dataset, second: Dataset) -> bool:
    return (
        all(first.tables[name].equals(second.tables[name]) for name in first.tables)
        and first.issues == second.issues
    )


def test_files_add_up_and_share_one_program() -> None:
    dataset = Workspace().append(imported(MARCH)).append(imported(APRIL, "April.xlsx")).dataset()
    assert total(dataset) == 60
    assert list(dataset.tables["programs"]["name"]) == ["Story hour"]
    joined = [issue for issue in dataset.issues if issue.code == "spelling-joined"]
    assert [(issue.value, issue.sheet, issue.count) for issue in joined] == [("story HOUR", "Log", 1)]


@pytest.mark.parametrize(
    "operation",
    [
        Setting({"population": 90}),
        Merge("sessions.site", "Hall", "Main"),
        Edit(
            "sessions",
            ({"program_id": "Craft", "date": pd.Timestamp("2026-05-02"), "attended": 9.0, "events": 1.0},),
        ),
        Answer("abc", {"year": 2026}),
        imported(APRIL, "April.xlsx"),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_undo_restores_the_previous_state(operation: Any) -> None:
    before = Workspace().append(imported(MARCH))
    after = before.append(operation)
    assert after.version != before.version
    assert same(after.undo().dataset(), before.dataset())
    assert after.undo().version == before.version


def test_undo_of_empty_workspace_changes_nothing() -> None:
    assert Workspace().undo().dataset().tables["sessions"].empty


def test_step_of_several_operations_is_undone_as_one() -> None:
    workspace = (
        Workspace().append(Setting({"population": 5})).append(imported(MARCH), Answer("abc", {"year": 2026}))
    )
    assert len(workspace.undo().operations) == 1
    assert workspace.undo().redo() == workspace
    assert workspace.redo() == workspace


def test_appending_after_undo_discards_the_undone_step() -> None:
    undone = Workspace().append(Setting({"population": 5})).append(Setting({"population": 6})).undo()
    assert undone.redo().dataset().settings.population == 6
    assert undone.append(Setting({"population": 7})).redo().dataset().settings.population == 7


def test_same_file_twice_in_one_step_is_rejected() -> None:
    with pytest.raises(LibCollabError, match="already here"):
        Workspace().append(imported(MARCH), imported(MARCH, "copy.xlsx"))


def test_same_file_twice_is_rejected() -> None:
    workspace = Workspace().append(imported(MARCH))
    with pytest.raises(LibCollabError, match="already here"):
        workspace.append(imported(MARCH, "copy.xlsx"))


def test_merged_spelling_moves_its_visits() -> None:
    workspace = Workspace().append(imported(MARCH))
    assert total(workspace.dataset(), site="Main") == 18
    assert total(workspace.append(Merge("sessions.site", "Hall", "Main")).dataset(), site="Main") == 40


def test_typed_row_counts_like_a_read_row() -> None:
    typed = Edit(
        "sessions",
        ({"program_id": "Story hour", "date": pd.Timestamp("2026-05-02"), "attended": 9.0, "events": 1.0},),
    )
    assert total(Workspace().append(imported(MARCH)).append(typed).dataset()) == 49


def test_settings_override_the_sheet_and_unknown_settings_are_rejected() -> None:
    programs = xlsx(Programs=[["Program", "People to be served"], ["Story hour", 50]])
    workspace = Workspace().append(imported(MARCH)).append(imported(programs, "programs.xlsx"))
    setting = Setting({"programs": {"story hour": {"population": 80, "partners": ["Hope", "School A"]}}})
    dataset = workspace.append(setting).dataset()
    assert list(dataset.tables["programs"]["population"]) == [80]
    assert sorted(dataset.tables["program_partners"]["partner"]) == ["Hope", "School A"]
    with pytest.raises(LibCollabError, match='Did you mean "population"'):
        workspace.append(Setting({"populaton": 3})).dataset()


def test_small_number_threshold_cannot_be_below_five() -> None:
    with pytest.raises(LibCollabError, match="below 5"):
        Workspace().append(Setting({"small_people": 3})).dataset()


def test_later_answer_replaces_the_earlier_one() -> None:
    dataset = (
        Workspace().append(Answer("abc", {"year": 2026})).append(Answer("abc", {"year": 2027})).dataset()
    )
    assert dataset.answers["abc"] == {"year": 2027}


def test_comma_separates_partners_only_when_both_are_known() -> None:
    rows = [
        ["Program", "Partners"],
        ["Story", "Hope; School"],
        ["Chess", "School, Hope"],
        ["Art", "Smith, Sons"],
    ]
    dataset = Workspace().append(imported(xlsx(Programs=rows))).dataset()
    links = dataset.tables["program_partners"].astype(str)
    assert sorted(zip(links["program_id"], links["partner"], strict=True)) == [
        ("art", "Smith, Sons"),
        ("chess", "Hope"),
        ("chess", "School"),
        ("story", "Hope"),
        ("story", "School"),
    ]


def test_placeholder_is_not_a_payer() -> None:
    """Six outlays, one with a payer: 1 of 6."""
    heads = ["Program", "From", "To", "Kind", "Value", "Status"]
    givers = ("Hope", "N/A", "?", "TBD", "unknown", "-")
    rows = [heads, *(["Drive", giver, "Shop", "cash", 10, "spent"] for giver in givers)]
    dataset = Workspace().append(imported(xlsx(Ledger=rows))).dataset()
    clarity = evaluate(dataset, metrics=["fund_clarity"], as_of=DAY).value_for("fund_clarity")
    assert (clarity.numerator, clarity.denominator) == (1, 6)
    assert "missing-code" in codes(dataset)


def test_two_spellings_of_a_measure_are_one() -> None:
    heads = ["Program", "Name or code", "Measure", "Before", "After"]
    rows = [heads, ["W", "Ana", "reading score", 10, None], ["W", "ana ", "Reading  Score", None, 14]]
    dataset = Workspace().append(imported(xlsx(Outcomes=rows))).dataset()
    assert [v.value for v in evaluate(dataset, metrics=["mean_gain"], as_of=DAY).values] == [4]


def test_criterion_may_name_its_metric_by_label() -> None:
    rows = [["Program", "Metric", "At least"], ["Story hour", "Program Attendance", 31]]
    dataset = (
        Workspace().append(imported(MARCH)).append(imported(xlsx(Success_criteria=rows), "c.xlsx")).dataset()
    )
    assert [v.verdict for v in judge_criteria(dataset, DAY)] == ["met"]


def test_equal_names_on_a_roster_are_two_people() -> None:
    rows = [["No.", "Name", "2026-03-07", "2026-03-14"], [1, "Ana", "P", "A"], [2, "Ana", "P", "P"]]
    dataset = Workspace().append(imported(xlsx(Roster=rows))).dataset()
    assert (
        evaluate(dataset, metrics=["participants_unique"], as_of=DAY).value_for("participants_unique").value
        == 2
    )
    assert "same-person-perhaps" in codes(dataset)


PEOPLE = ["Date", "Activity", "Name", "Status"]


def test_list_joins_only_one_of_two_same_day_sessions() -> None:
    """Two sessions of 10 on one day and a list of two people: 2 sessions, 20 visits, 2 people."""
    log = xlsx(Log=[LOG, ["2026-03-07", "Story", "Main", 10], ["2026-03-07", "Story", "Main", 10]])
    people = xlsx(
        People=[PEOPLE, ["2026-03-07", "Story", "Ana", "Present"], ["2026-03-07", "Story", "Ben", "Present"]]
    )
    dataset = Workspace().append(imported(log)).append(imported(people, "people.xlsx")).dataset()
    assert len(dataset.tables["sessions"]) == 2
    assert total(dataset) == 20
    assert dataset.tables["participation"]["session_id"].nunique() == 1


def test_roster_without_program_is_reported_and_joins_once_named() -> None:
    log = xlsx(Log=[LOG, ["2026-03-07", "Story", "Main", 10]])
    roster = [["Name", "2026-03-07", "2026-03-14"], ["Ana", "P", "P"]]
    alone = Workspace().append(imported(log)).append(imported(xlsx(Roster=roster), "r.xlsx")).dataset()
    assert total(alone) == 12
    assert "session-perhaps-twice" in codes(alone)
    named = xlsx(Roster=[["Program: story"], *roster])
    dataset = Workspace().append(imported(log)).append(imported(named, "r.xlsx")).dataset()
    assert total(dataset) == 11
    assert "session-perhaps-twice" not in codes(dataset)


def test_list_at_another_site_is_another_session() -> None:
    log = xlsx(Log=[LOG, ["2026-03-07", "Story", "Main", 10]])
    people = xlsx(People=[[*PEOPLE, "Location"], ["2026-03-07", "Story", "Ana", "Present", "Hall"]])
    dataset = Workspace().append(imported(log)).append(imported(people, "people.xlsx")).dataset()
    assert total(dataset) == 11
    assert "session-matched" not in codes(dataset)


def test_partial_list_is_complete_when_names_match_the_count() -> None:
    log = xlsx(Log=[LOG, ["2026-03-07", "Story", "Main", 2]])
    names = xlsx(
        List=[["Date", "Activity", "Name"], ["2026-03-07", "Story", "Ana"], ["2026-03-07", "Story", "Ben"]]
    )
    dataset = Workspace().append(imported(names, "list.xlsx")).append(imported(log)).dataset()
    assert list(dataset.tables["sessions"]["roster"]) == ["complete"]
    alone = Workspace().append(imported(names, "list.xlsx")).dataset()
    assert list(alone.tables["sessions"]["roster"]) == ["partial"]


def test_session_ending_before_it_starts_is_reported() -> None:
    rows = [{"program_id": "A", "start": 840, "end": 810}, {"program_id": "A", "start": 600, "end": 660}]
    dataset = Workspace().append(Edit("sessions", tuple(rows))).dataset()
    (reported,) = [issue for issue in dataset.issues if issue.code == "times-reversed"]
    assert (reported.heading, reported.value, reported.count) == ("End time", "13:30", 1)


def test_tables_without_rows_have_the_types_of_filled_ones() -> None:
    """Tables without rows are finished once and shared, so a wrong type would reach every new library."""

    def types(dataset: Dataset, name: str) -> dict[str, tuple[str, str]]:
        table = dataset.tables[name]
        return {
            str(column): (str(kind), str(kind.categories.dtype if kind == "category" else ""))
            for column, kind in table.dtypes.items()
        }

    filled = Workspace().append(imported(SAMPLE.read_bytes(), SAMPLE.name)).dataset()
    empty = Workspace().dataset()
    assert set(empty.tables) == set(filled.tables)
    for name, table in filled.tables.items():
        assert empty.tables[name].empty
        assert types(empty, name) == types(filled, name), (name, len(table))


def test_tables_without_rows_are_not_shared_between_datasets() -> None:
    first, second = replay_operations((), ""), replay_operations((), "")
    first.tables["sessions"].loc[0, "attended"] = 5
    assert second.tables["sessions"].empty
    assert replay_operations((), "").tables["sessions"].empty
