"""Tables that are cut show the largest rows, and say how many are left out."""

from __future__ import annotations

from typing import Any

from libcollab_metrics.metrics import evaluate
from libcollab_metrics.protection import PublicEvaluation, protect
from libcollab_metrics.reports.audiences.board_details import program_grid
from libcollab_metrics.reports.audiences.sections import limit_rows
from libcollab_metrics.reports.document import Grid
from tests.reports.conftest import ENGLISH
from tests.support.builders.datasets import AS_OF, dataset

METRICS = ("sessions_held", "attendance_total")


def public(visits: dict[str, list[int | None]]) -> PublicEvaluation:
    """The programs as protected for release, each with the visits of its sessions."""
    sessions: list[dict[str, Any]] = [
        {"p": name, "on": f"2026-03-{day + 1:02d}", "attended": count}
        for name, counts in visits.items()
        for day, count in enumerate(counts)
    ]
    data = dataset(sessions=sessions)
    return protect([evaluate(data, metrics=METRICS, by="program", as_of=AS_OF)], data.settings)[0]


PROGRAMS = public(
    {
        "A few": [None],
        "B many": [None] * 3,
        "C large": [90],
        "D larger": [60, 40],
        "E like C": [90],
        "F small": [20],
    }
)


def names(table: Grid) -> list[str]:
    return [row[0] for row in table.rows]


def test_table_cut_short_shows_the_largest_programs_and_says_so() -> None:
    table = program_grid(PROGRAMS, ENGLISH, 3)
    assert names(table) == ["D larger", "C large", "E like C"]
    assert table.note.startswith("These are the 3 largest of 6 programs by attendance. ")


def test_programs_without_visits_follow_by_their_sessions() -> None:
    assert names(program_grid(PROGRAMS, ENGLISH, 5))[-2:] == ["F small", "B many"]


def test_hidden_number_does_not_affect_the_order() -> None:
    """Its position in the order would disclose about how large it is."""
    shown = public({"A": [2], "B": [4], "C": [50], "D": [60]})
    hidden = {v.groups["program"] for v in shown.values_for("attendance_total") if v.reason == "small-cell"}
    assert names(program_grid(shown, ENGLISH, 3))[-1] == min(map(str, hidden))


def test_table_with_all_programs_keeps_the_order_of_names() -> None:
    table = program_grid(PROGRAMS, ENGLISH, 6)
    assert names(table) == sorted(names(table))
    assert "largest" not in table.note


def test_singular_note_for_one_omitted_row() -> None:
    table = Grid("", ("A",), (("1",), ("2",), ("3",)))
    assert limit_rows(table, 2, ENGLISH).note == "1 more is in the workbook and the data."
    assert limit_rows(table, 1, ENGLISH).note == "2 more are in the workbook and the data."
    assert limit_rows(table, 3, ENGLISH) == table
