"""Registers whose list goes on, whose walk-ins are listed, or whose marks are explained on another tab."""

from __future__ import annotations

from datetime import datetime

import pytest

from libcollab_metrics.ingest import collect_questions
from tests.support.sheets import codes, dataset, number, read, xlsx

DAYS = [datetime(2026, 3, 7), datetime(2026, 3, 14), datetime(2026, 3, 21)]
MARKS = [["Child", *DAYS], ["Ana Cruz", "P", "P", "A"], ["Ben Diaz", "P", "A", "P"]]
FURTHER = [["Child", *DAYS], ["Cora Uy", "P", "P", "P"], ["Dan Lim", "A", "P", "P"]]
WALK_INS = [["Date", "Name"], [DAYS[0], "Eva Ong"], [DAYS[2], "Fe Sy"]]


def figures(data: bytes, *metrics: str) -> list[float | None]:
    return [number(data, metric)[0] for metric in metrics]


@pytest.mark.parametrize("tab", ["Club (cont.)", "Club continued", "Club (sigue)"])
def test_tab_that_continues_a_register_adds_no_sessions(tab: str) -> None:
    data = xlsx(**{"Club": MARKS, tab: FURTHER})
    assert figures(data, "sessions_held", "attendance_total", "attendance_rate") == [3, 9, 0.75]
    assert "session-matched" in codes(dataset(data))


def test_register_with_another_name_has_sessions_of_its_own() -> None:
    assert figures(xlsx(Club=MARKS, Troop=FURTHER), "sessions_held") == [6]


def test_numbers_brought_from_the_last_page_are_subtracted() -> None:
    marks = [[f"Child {letter}", "P", "P" if letter in "acegik" else "A", "P"] for letter in "abcdefghijkl"]
    first = [["Child", *DAYS], *marks[:6], ["C/F", 6, 3, 6]]
    second = [["Child", *DAYS], ["B/F", 6, 3, 6], *marks[6:], ["Total", 12, 6, 12]]
    data = xlsx(**{"Club": first, "Club cont": second})
    assert figures(data, "sessions_held", "attendance_total") == [3, 30]
    assert not {"totals-disagree", "number-in-roster"} & codes(dataset(data))


@pytest.mark.parametrize("tab", ["Walk-ins", "Not on the register", "Drop-ins"])
def test_people_not_on_the_register_were_at_its_sessions(tab: str) -> None:
    data = xlsx(**{"Club": MARKS, tab: WALK_INS})
    assert figures(data, "sessions_held", "attendance_total") == [3, 6]


def test_walk_ins_next_to_two_registers_are_sessions() -> None:
    data = xlsx(**{"Club": MARKS, "Troop": FURTHER, "Walk-ins": WALK_INS})
    assert figures(data, "sessions_held") == [8]


def test_legend_below_a_table_of_another_tab_is_used() -> None:
    register = [["Child", *DAYS], ["Ana", "P", "L", "H"], ["Ben", "P", "A", "H"], ["Cora", "A", "P", "H"]]
    sums = [["Class", "P", "A", "L"], ["VI", 4, 2, 1], [], ["P = present", "A = absent"]]
    legend = ["L = on leave of the head", "H = holiday (no class held)"]
    data = xlsx(Club=register, Abstract=[*sums, legend])
    assert figures(data, "sessions_held", "attendance_total") == [2, 3]
    assert "mark-by-custom" not in codes(dataset(data))


def test_legend_of_a_register_is_not_used_for_another_one() -> None:
    first = [["Key: L = absent, P = present"], *MARKS, ["Cora", "L", "P", "L"], ["Dan", "L", "P", "P"]]
    second = [
        ["Child", *DAYS],
        ["Eva Ong", "P", "L", "P"],
        ["Fe Sy", "P", "P", "P"],
        ["Gio Uy", "A", "P", "L"],
    ]
    assert figures(xlsx(Troop=second), "attendance_total") == [8]  # late, but there
    assert figures(xlsx(Club=first, Troop=second), "attendance_total") == [7 + 8]


def test_child_who_was_not_in_the_group_was_not_absent() -> None:
    rows = [["/ = present   x = absent   - = wala pa sa section"], ["Pangalan", *DAYS]]
    rows += [["Ana", "/", "x", "/"], ["Ben", "-", "-", "/"], ["Cora", "/", "/", "/"]]
    assert dataset(xlsx(Club=rows)).tables["participation"]["status"].tolist().count("absent") == 1


def test_list_of_children_who_moved_is_no_attendance() -> None:
    moved = [
        ["Mga batang lumipat ng section"],
        ["Pangalan", "Mula", "Petsa"],
        ["Ana Cruz", "Adelfa", DAYS[0]],
    ]
    assert figures(xlsx(Club=MARKS, Lumipat=moved), "attendance_total") == [4]


def test_number_of_each_thing_needed_is_no_attendance() -> None:
    needed = [["Kailangan sa susunod"], ["Ano", "Ilan"], ["gunting", 10], ["glue stick", 12], ["papel", 4]]
    assert figures(xlsx(Club=MARKS, Kailangan=needed), "attendance_total") == [4]


@pytest.mark.parametrize("tab", ["Corrections", "Correcciones"])
def test_tab_of_corrections_keeps_every_figure_from_being_exact(tab: str) -> None:
    log = [["Date", "Children"], [DAYS[0], 12], [DAYS[1], 9], [DAYS[2], 11]]
    fixes = [["Stop", "Was", "Should be"], [2, 9, 19], [3, 11, "delete"]]
    data = xlsx(**{"Log": log, tab: fixes})
    assert {number(data, name)[1] for name in ("sessions_held", "attendance_total")} == {"partial"}


def test_corrections_with_the_columns_of_the_log_are_not_added() -> None:
    log = [["Date", "Site", "Kids"], [DAYS[0], "Main", 12], [DAYS[1], "East", 9], [DAYS[2], "Main", 11]]
    fixes = [["Visit date", "Site", "Kids"], [DAYS[1], "East", 19], [DAYS[2], "Main", 15]]
    assert number(xlsx(Log=log, Corrections=fixes), "attendance_total") == (32, "partial")


AGAIN = [["Date", "Name"], [DAYS[0], "Eva Ong"], [DAYS[0], "Ana Cruz"], [DAYS[2], "Ana Cruz"]]


@pytest.mark.parametrize("answers", [{}, {"program": "Reading club"}])
def test_person_on_the_register_and_its_walk_ins_counts_once(answers: dict[str, str]) -> None:
    """Ana was marked and listed on the first day; on the last she was marked absent, but walked in."""
    data = xlsx(**{"Club": MARKS, "Walk-ins": AGAIN})
    assert number(data, "attendance_total", **answers) == (6, "exact")
    assert number(data, "attendance_rate", **answers)[0] == 6 / 7
    assert "duplicate-rows" in codes(dataset(data, **answers))


def test_person_twice_on_the_walk_ins_counts_twice() -> None:
    twice = [["Date", "Name"], [DAYS[0], "Eva Ong"], [DAYS[0], "Eva Ong"]]
    assert figures(xlsx(**{"Club": MARKS, "Walk-ins": twice}), "attendance_total") == [6]


def test_blank_explained_as_not_in_the_group_is_unasked() -> None:
    rows = [["Child", *DAYS], ["Ana", "P", "A", "P"], ["Ben", None, None, "P"], ["Cora", "P", "P", "P"]]
    key = [["Key"], ["P", "Present"], ["A", "Absent"], ["blank", "not yet in the group / left the group"]]
    data = xlsx(Club=rows, Key=key)
    assert figures(data, "attendance_total", "attendance_rate") == [6, 6 / 7]
    assert {"marks"} & {question.key for question in collect_questions(read(data).reading)} == set()
