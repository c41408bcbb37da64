"""The program of a whole sheet can be named or changed after the file was added."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Workspace, change_sheet_program, list_sheet_programs
from tests.support.sheets import imported, xlsx

AS_OF = date(2026, 12, 31)
LOG = [["Date", "Attendance"], ["2026-03-07", 10], ["2026-03-14", 12]]
LIST = [["Name", "2026-04-04", "2026-04-11"], ["Ana", "P", "A"], ["Ben", "P", "P"]]
OWN_TITLES = [["Date", "Title", "Attendance"], ["2026-05-02", "Craft", 5], ["2026-05-09", "Chess", 7]]


def visits(workspace: Workspace) -> dict[str | None, float | None]:
    values = evaluate(workspace.dataset(), metrics=["attendance_total"], by="program", as_of=AS_OF).values
    return {value.groups["program"]: value.value for value in values}


def test_sheet_counts_for_the_program_that_is_named() -> None:
    """22 visits of a log and 3 of a list without a program: each is named, and one is changed again."""
    workspace = Workspace().append(imported(xlsx(Log=LOG, List=LIST)))
    log, people = list_sheet_programs(workspace)
    assert [(sheet.sheet, sheet.program, sheet.rows) for sheet in (log, people)] == [
        ("Log", "", 2),
        ("List", "", 6),
    ]
    named = workspace.append(*change_sheet_program(workspace, log.import_id, "Log", "Story hour"))
    named = named.append(*change_sheet_program(named, people.import_id, "List", " Reading  clinic "))
    assert visits(named) == {"Story hour": 22, "Reading clinic": 3}
    changed = named.append(*change_sheet_program(named, log.import_id, "Log", "Book club"))
    assert visits(changed) == {"Book club": 22, "Reading clinic": 3}
    assert visits(changed.undo()) == {"Story hour": 22, "Reading clinic": 3}


def test_sheet_with_a_program_in_each_row_is_not_listed() -> None:
    workspace = Workspace().append(imported(xlsx(Log=OWN_TITLES)))
    assert list_sheet_programs(workspace) == []


def test_missing_name_and_missing_sheet_are_refused() -> None:
    workspace = Workspace().append(imported(xlsx(Log=LOG)))
    (log,) = list_sheet_programs(workspace)
    with pytest.raises(LibCollabError, match="Give the program a name"):
        change_sheet_program(workspace, log.import_id, "Log", "  ")
    with pytest.raises(LibCollabError, match="not in use"):
        change_sheet_program(workspace, log.import_id, "May", "Story hour")
