"""Near spellings are proposed with their counts; a merge covers every column and can be undone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import (
    Dataset,
    Merge,
    Setting,
    Workspace,
    active_renames,
    count_names,
    decided_spellings,
    propose_near_spellings,
)
from libcollab_metrics.model.name_matching import is_near
from tests.support.sheets import imported, xlsx

LOG = ["Date", "Title", "Location", "Attendance"]
SHEETS = xlsx(
    Log=[
        LOG,
        ["2026-03-07", "Storytime", "Main", 18],
        ["2026-03-14", "Storytime", "Main", 20],
        ["2026-03-21", "Storytym", "Mian", 5],
        ["2026-03-28", "Craft", "Hall", 9],
    ],
    Programs=[
        ["Program", "Partners"],
        ["Storytime", "Hope Foundation; School A"],
        ["Craft", "Hope Fundation"],
    ],
    Ledger=[
        ["Program", "From", "To", "Kind", "Value", "Status"],
        ["Storytym", "Hope Foundation", "project", "cash", 100, "received"],
        ["Craft", "Hope Foundation", "project", "cash", 50, "received"],
    ],
)
DAY = date(2026, 12, 31)


@pytest.fixture(scope="module")
def read() -> Workspace:
    return Workspace().append(imported(SHEETS))


def visits(dataset: Dataset) -> dict[str, float]:
    result = evaluate(dataset, metrics=["attendance_total"], by="program", as_of=DAY)
    return {
        str(dict(value.group)["program"]): value.value for value in result.values if value.value is not None
    }


def test_near_spelling_is_proposed_with_row_counts(read: Workspace) -> None:
    result = {join.old: join for join in propose_near_spellings(count_names(read.dataset().tables))}
    assert {"Storytym", "Mian"} <= set(result)
    join = result["Storytym"]
    assert (join.kind, join.column, join.old_rows, join.new, join.new_rows) == (
        "Program",
        "programs.name",
        2,
        "Storytime",
        3,
    )


def test_nothing_is_merged_without_confirmation(read: Workspace) -> None:
    assert visits(read.dataset()) == {"Storytime": 38, "Storytym": 5, "Craft": 9}


def test_roster_row_counts_once_for_all_its_days() -> None:
    rows = [
        ["Program: Storytym"],
        ["Name", "2026-03-07", "2026-03-14"],
        ["Ana Cruz", "P", "P"],
        ["Ben Diaz", "P", "A"],
    ]
    names = count_names(Workspace().append(imported(xlsx(Roster=rows))).dataset().tables)
    assert names["Program"]["Storytym"] == 3  # two people and the row with the days


def test_merged_program_is_one_in_every_table(read: Workspace) -> None:
    dataset = read.append(Merge("sessions.program_id", "storytym", "Storytime")).dataset()
    assert visits(dataset) == {"Storytime": 43, "Craft": 9}
    assert list(dataset.tables["programs"]["name"]) == ["Storytime", "Craft"]
    assert set(dataset.tables["ledger"]["program_id"].astype(str)) == {"storytime", "craft"}
    reported = next(issue for issue in dataset.issues if issue.code == "spelling-joined")
    assert (reported.value, reported.count) == ("storytym", 2)
    assert "Storytime" in reported.message


def test_merged_partner_is_one_inside_lists() -> None:
    workspace = (
        Workspace()
        .append(imported(SHEETS))
        .append(Merge("partners.name", "Hope Fundation", "Hope Foundation"))
    )
    links = workspace.dataset().tables["program_partners"].astype(str)
    assert set(links["partner"]) == {"Hope Foundation", "School A"}


def test_merged_site_applies_to_participation() -> None:
    people = xlsx(
        People=[["Date", "Activity", "Location", "Name"], ["2026-03-21", "Craft", "Mian", "Ana Cruz"]]
    )
    dataset = Workspace().append(imported(people)).append(Merge("sessions.site", "Mian", "Main")).dataset()
    assert set(dataset.tables["participation"]["site"].astype(str)) == {"Main"}


def test_merge_can_be_withdrawn_separately(read: Workspace) -> None:
    joined = read.append(Merge("programs.name", "Storytym", "Storytime")).append(
        Merge("sessions.site", "Mian", "Main")
    )
    back = joined.append(Merge("programs.name", "Storytym", "Storytym"))
    assert visits(back.dataset()) == {"Storytime": 38, "Storytym": 5, "Craft": 9}
    assert set(back.dataset().tables["sessions"]["site"].astype(str)) == {"Main", "Hall"}
    assert [merge.old for merge in active_renames(back.operations)] == ["Mian"]


def test_undoing_a_withdrawal_restores_the_merge(read: Workspace) -> None:
    joined = read.append(Merge("programs.name", "Storytym", "Storytime"))
    again = joined.append(Merge("programs.name", "Storytym", "Storytym")).undo()
    expected, actual = joined.dataset(), again.dataset()
    assert all(expected.tables[name].equals(actual.tables[name]) for name in expected.tables)
    assert (expected.issues, expected.version) == (actual.issues, actual.version)


def test_chained_merges_lead_to_the_last_name(read: Workspace) -> None:
    first, second = Merge("programs.name", "Storytym", "Story"), Merge("programs.name", "Story", "Storytime")
    for steps in ((first, second), (second, first)):
        dataset = read.append(steps[0]).append(steps[1]).dataset()
        assert visits(dataset) == {"Storytime": 43, "Craft": 9}


def test_circular_merges_lose_no_visits(read: Workspace) -> None:
    workspace = read.append(Merge("programs.name", "Storytym", "Storytime"))
    workspace = workspace.append(Merge("programs.name", "Storytime", "Storytym"))
    assert sum(visits(workspace.dataset()).values()) == 52


def test_decided_spellings_are_not_proposed_again(read: Workspace) -> None:
    for new in ("Storytime", "Storytym"):
        merges = [Merge("sessions.program_id", "Storytym", new)]
        result = propose_near_spellings(count_names(read.dataset().tables), decided=decided_spellings(merges))
        assert "Storytym" not in {join.old for join in result}
        assert "Mian" in {join.old for join in result}


def test_new_file_is_compared_with_names_in_use() -> None:
    result = propose_near_spellings(
        {"Program": {"Storytym": 2}}, {"Program": {"Storytime": 31, "Craft": 3, "Crafts": 5}}
    )
    assert [(join.old, join.new) for join in result] == [("Storytym", "Storytime")]


def test_merge_in_unknown_column_suggests_the_nearest() -> None:
    with pytest.raises(LibCollabError, match=r'Did you mean "sessions\.site"'):
        Workspace().append(imported(SHEETS)).append(Merge("sessions.sit", "A", "B")).dataset()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Storytym", "Storytime"),
        ("Story hour", "Storyhour"),
        ("Barangay Hall", "Baranggay Hall"),
        ("Hall, Main", "Main Hall"),
        ("San Isidro ES", "San Isdro ES"),
        ("Book-drive", "Book drive"),
    ],
)
def test_typos_word_order_and_punctuation_are_near(one: str, other: str) -> None:
    assert is_near(one, other)
    assert is_near(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Grade 1", "Grade 2"),
        ("Reading II", "Reading III"),
        ("Craft A", "Craft B"),
        ("Story hour", "STORY  hour"),
        ("Art", "Arts"),
        ("Chess", "Craft"),
        ("Storytime", "Story hour"),
        ("Class AM", "Class PM"),
    ],
)
def test_numbers_letters_and_short_names_are_not_near(one: str, other: str) -> None:
    assert not is_near(one, other)


@given(st.text("abc", min_size=4, max_size=7), st.text("abc", min_size=4, max_size=7))
def test_one_typo_is_near_and_two_in_seven_letters(first: str, second: str) -> None:
    allowed = 2 if min(len(first), len(second)) == 7 else 1
    assert is_near(first, second) == (first != second and fewest(first, second) <= allowed)


def fewest(first: str, second: str) -> int:
    """Return the fewest edits and swaps of neighbors, by trying every change at the first letters."""
    if not first or not second:
        return len(first) + len(second)
    if first[0] == second[0]:
        return fewest(first[1:], second[1:])
    ways = [fewest(first[1:], second), fewest(first, second[1:]), fewest(first[1:], second[1:])]
    if first[1:2] == second[:1] and second[1:2] == first[:1]:
        ways.append(fewest(first[2:], second[2:]))
    return 1 + min(ways)


@pytest.mark.parametrize("has_new_plan", [False, True])
def test_plan_follows_its_program_to_the_new_name(has_new_plan: bool) -> None:
    plans = {"Story hour": {"sessions_per_month": 4}} | (
        {"Storytime": {"sessions_per_month": 2}} if has_new_plan else {}
    )
    workspace = (
        Workspace().append(Setting({"plan": plans})).append(Merge("programs.name", "Story hour", "Storytime"))
    )
    renamed = workspace.dataset().settings.plan
    assert {name: plan["sessions_per_month"] for name, plan in renamed.items()} == {
        "Storytime": 2 if has_new_plan else 4
    }
