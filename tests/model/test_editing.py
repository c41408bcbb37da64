"""Rows typed, changed and removed by hand: figures change, differences are issues, and undo works."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import TYPED, Dataset, Edit, RowAddress, Workspace
from tests.model.test_workspace import same, total
from tests.support.sheets import imported, xlsx

LOG = ["Date", "Title", "Location", "Attendance"]
SHEET = xlsx(Log=[LOG, ["2026-03-07", "Story hour", "Main", 18], ["2026-03-14", "Story hour", "Hall", None]])
PARTNERS = xlsx(Partners=[["Partner", "Kind of partner", "People it can reach"], ["Hope", "sponsor", 20]])


def read_row(row: int, data: bytes = SHEET, sheet: str = "Log", part: int = 0) -> RowAddress:
    return RowAddress(imported(data).sha256[:12], sheet, row, part)


def typed_row(row: int) -> RowAddress:
    return RowAddress(TYPED, "", row)


def log() -> Workspace:
    return Workspace().append(imported(SHEET))


def change(table: str, where: RowAddress, **values: Any) -> Edit:
    return Edit(table, (), changed=((where, values),))


def session(attended: float, day: str = "2026-05-02", program: str = "Story hour") -> dict[str, Any]:
    return {"program_id": program, "date": pd.Timestamp(day), "attended": attended, "events": 1.0}


def issues_with_code(dataset: Dataset, code: str) -> list[tuple[str, str, str, str]]:
    return [(i.sheet, i.cell, i.value, i.message) for i in dataset.issues if i.code == code]


def test_count_typed_over_a_blank_counts_and_is_reported() -> None:
    after = log().append(change("sessions", read_row(3), attended=22.0))
    assert total(log().dataset()) == 18
    assert total(after.dataset()) == 40
    assert issues_with_code(after.dataset(), "typed-over") == [
        ("Log", "D3", "", 'nothing was read, "22" was typed instead.')
    ]
    assert same(after.undo().dataset(), log().dataset())
    assert same(after.undo().redo().dataset(), after.dataset())


def test_typing_a_count_clears_the_estimate_flag() -> None:
    sheet = xlsx(Log=[LOG, ["2026-03-07", "Story hour", "Main", "about 20"]])
    before = Workspace().append(imported(sheet))
    after = before.append(change("sessions", read_row(2, sheet), attended=22.0))
    assert list(before.dataset().tables["sessions"]["attended_is_estimate"]) == [True]
    assert list(after.dataset().tables["sessions"]["attended_is_estimate"]) == [False]
    assert issues_with_code(after.dataset(), "typed-over") == [
        ("Log", "D2", "20", '"20" was read, "22" was typed instead.')
    ]


def test_field_overwritten_with_nothing_is_unknown() -> None:
    after = log().append(change("sessions", read_row(2), attended=None)).dataset()
    assert after.tables["sessions"]["attended"].isna().all()
    assert issues_with_code(after, "typed-over") == [
        ("Log", "D2", "18", '"18" was read, nothing was typed instead.')
    ]


def test_retyping_the_read_value_reports_nothing() -> None:
    after = (
        log()
        .append(change("sessions", read_row(2), attended=30.0))
        .append(change("sessions", read_row(2), attended=18.0))
    )
    assert issues_with_code(after.dataset(), "typed-over") == []


def test_removed_sheet_row_is_not_counted_and_is_reported() -> None:
    after = log().append(Edit("sessions", (), removed=(read_row(2),)))
    assert list(after.dataset().tables["sessions"]["row"]) == [3]
    assert issues_with_code(after.dataset(), "removed-by-hand") == [
        ("Log", "A2", "", "taken out of Sessions by hand.")
    ]
    assert same(after.undo().dataset(), log().dataset())


def test_typed_rows_are_numbered_across_all_edits() -> None:
    typed = log().append(Edit("sessions", (session(1), session(2)))).append(Edit("sessions", (session(4),)))
    assert total(typed.dataset()) == 25
    gone = typed.append(Edit("sessions", (), removed=(typed_row(1),)))
    assert total(gone.dataset()) == 24
    moved = gone.append(Edit("sessions", (session(8),))).append(
        change("sessions", typed_row(3), attended=5.0)
    )
    assert total(moved.dataset()) == 18 + 2 + 5 + 8
    assert [row for row in moved.dataset().tables["sessions"]["row"] if row] == [2, 3, 2, 3, 4]
    assert (
        issues_with_code(moved.dataset(), "typed-over")
        == issues_with_code(moved.dataset(), "removed-by-hand")
        == []
    )


def test_edits_apply_in_order() -> None:
    once = Edit("sessions", (session(1),))
    change_then_remove = (
        change("sessions", typed_row(1), attended=7.0),
        Edit("sessions", (), removed=(typed_row(1),)),
    )
    for edits, expected in (
        (change_then_remove, 18),
        (change_then_remove[::-1], 18),
        (change_then_remove[:1], 25),
    ):
        workspace = log().append(once)
        for edit in edits:
            workspace = workspace.append(edit)
        assert total(workspace.dataset()) == expected


def test_two_sessions_of_one_spreadsheet_row_are_distinct() -> None:
    """A month grid has one row per site and one column per month."""
    grid = xlsx(Grid=[["Library", "2026-01", "2026-02"], ["Main", 10, 20]])
    workspace = Workspace().append(imported(grid, activity="program"))
    where = [RowAddress.from_row(row) for row in workspace.dataset().tables["sessions"].to_dict("records")]
    assert len(set(where)) == 2
    assert where[1] is not None
    assert list(
        workspace.append(change("sessions", where[1], attended=5.0)).dataset().tables["sessions"]["attended"]
    ) == [10, 5]


def test_session_derived_from_people_list_has_no_address() -> None:
    people = xlsx(People=[["Date", "Activity", "Name", "Status"], ["2026-03-07", "Story", "Ana", "Present"]])
    sessions = Workspace().append(imported(people)).dataset().tables["sessions"]
    assert [RowAddress.from_row(row) for row in sessions.to_dict("records")] == [None]


def test_partner_typed_with_a_sheet_name_updates_that_partner() -> None:
    read = Workspace().append(imported(PARTNERS))
    typed = read.append(Edit("partners", ({"name": "HOPE", "network_size": 35.0},)))
    assert typed.dataset().tables["partners"][["name", "kind", "network_size"]].values.tolist() == [
        ["Hope", "sponsor", 35]
    ]
    assert issues_with_code(typed.dataset(), "typed-over") == [
        ("Partners", "C2", "20", '"20" was read, "35" was typed instead.'),
    ]
    assert same(typed.undo().dataset(), read.dataset())


def test_partner_typed_twice_is_one_row() -> None:
    rows = (
        {"name": "Hope", "kind": "sponsor"},
        {"name": "hope ", "network_size": 5.0},
        {"name": "Hope", "kind": None},
    )
    partners = Workspace().append(Edit("partners", rows)).dataset().tables["partners"]
    assert partners[["name", "network_size"]].values.tolist() == [["Hope", 5]]
    assert partners["kind"].isna().all()


@pytest.mark.parametrize("table", ["partners", "sites", "programs"])
def test_removed_name_is_gone_and_can_be_typed_again(table: str) -> None:
    name = "site" if table == "sites" else "name"
    heads = {"partners": "Partner", "sites": "Site", "programs": "Program"}
    reach = {
        "partners": "People it can reach",
        "sites": "People living there",
        "programs": "People to be served",
    }
    size = {"partners": "network_size"}.get(table, "population")
    sheets = [xlsx(**{table.capitalize(): [[heads[table], reach[table]], ["Hope", n]]}) for n in (1, 2)]
    workspace = Workspace().append(imported(sheets[0])).append(imported(sheets[1], "April.xlsx"))
    assert list(workspace.dataset().tables[table][size]) == [2]
    where = RowAddress.from_row(workspace.dataset().tables[table].to_dict("records")[0])
    assert where is not None
    gone = workspace.append(Edit(table, (), removed=(where,)))
    assert gone.dataset().is_empty(table)
    assert [i.count for i in gone.dataset().issues if i.code == "removed-by-hand"] == [2]
    assert list(gone.append(Edit(table, ({name: "Hope", size: 9.0},))).dataset().tables[table][size]) == [9]


def test_conflicting_facts_of_one_name_are_reported() -> None:
    data = xlsx(Partners=[["Partner", "People it can reach"], ["Hope", 20], ["Hope", None], ["hope", 30]])
    dataset = Workspace().append(imported(data)).dataset()
    assert dataset.tables["partners"][["name", "network_size"]].values.tolist() == [["Hope", 30]]
    assert [cell for _, cell, _, _ in issues_with_code(dataset, "facts-differ")] == ["A2"]


def test_unknown_field_is_rejected() -> None:
    with pytest.raises(LibCollabError, match='Did you mean "attended"'):
        log().append(change("sessions", read_row(2), atended=3.0)).dataset()


def test_overwritten_text_is_not_repeated_in_issues() -> None:
    sheet = xlsx(Notes=[["Program", "Note"], ["Story hour", "Tita Baby came"]])
    workspace = Workspace().append(imported(sheet))
    dataset = workspace.append(change("notes", read_row(2, sheet, "Notes"), text="Ben was ill")).dataset()
    (issue,) = [issue for issue in dataset.issues if issue.code == "typed-over"]
    assert "Baby" not in repr(issue)
    assert "Ben" not in repr(issue)
