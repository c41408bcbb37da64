"""Sessions that a word in place of a number, a title or a place calls off."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.metrics import evaluate
from tests.support.sheets import codes, dataset, number, read, xlsx

DAYS = ["2026-03-07", "2026-03-14", "2026-03-21"]


def states(*rows: list[Any]) -> list[tuple[str, float | None]]:
    """Status and people of the sessions of one sheet."""
    sessions = read(xlsx(Log=list(rows))).tables["sessions"]
    return [(row["status"], row["attended"]) for row in sessions]


@pytest.mark.parametrize("reason", ["snow", "half term", "Avería", "bagyo", "INSET day", "no visit"])
def test_reason_in_place_of_a_number_calls_off(reason: str) -> None:
    rows = [["Date", "Title", "Came"], [DAYS[0], "Craft", 12], [DAYS[1], "Craft", reason]]
    assert states(*rows, [DAYS[2], "Craft", 9]) == [("held", 12), ("cancelled", None), ("held", 9)]


def test_other_words_in_place_of_a_number_leave_it_open() -> None:
    rows = [["Date", "Title", "Came"], [DAYS[0], "Craft", 12], [DAYS[1], "Craft", "snow, but many"]]
    assert states(*rows, [DAYS[2], "Craft", 9])[1] == ("held", None)


@pytest.mark.parametrize("place", ["San José, festivo", "Oak Hill - half term", "Bayan (walang pasok)"])
def test_reason_behind_a_place_calls_off(place: str) -> None:
    rows = [["Date", "Place", "Attendance"], [DAYS[0], "Oak Hill", 12], [DAYS[1], place, None]]
    assert [status for status, _ in states(*rows)] == ["held", "cancelled"]
    rows[-1][2] = 7
    assert states(*rows)[1] == ("held", 7)


def test_class_that_did_not_arrive_is_no_session() -> None:
    rows = [["Fecha", "Actividad", "Asistentes"], [DAYS[0], "Visita guiada", 12]]
    rows += [[DAYS[1], "no llegaron, paro de transporte", None]]
    assert [status for status, _ in states(*rows)] == ["held", "cancelled"]


@pytest.mark.parametrize("title", ["Can't Go Home", "Harvest crafts - fiesta", "Never Run Alone"])
def test_title_without_a_number_may_have_been_held(title: str) -> None:
    rows = [["Date", "Title", "Attendance"], [DAYS[0], "Craft", 12], [DAYS[1], title, None]]
    assert [status for status, _ in states(*rows)] == ["held", "held"]


def test_rescheduled_session_with_people_follows_one_without() -> None:
    rows = [["Fecha", "Actividad", "Asistentes"], [DAYS[0], "no llegaron", None], [DAYS[1], "Cuentos", 9]]
    assert states(*rows, [DAYS[2], "reprogramada", 30])[2] == ("held", 30)
    rows[1][2] = 8
    assert states(*rows, [DAYS[2], "reprogramada", 30])[2][0] != "held"


def test_cancelled_part_does_not_call_off_the_others() -> None:
    rows = [["Date", "Title", "Kids", "Adults"], [DAYS[0], "Craft", 12, 4]]
    rows += [[DAYS[1], "Craft", 9, "cancelled"], [DAYS[2], "Craft", "cancelled", "cancelled"]]
    assert [status for status, _ in states(*rows)] == ["held", "held", "cancelled"]


def test_column_that_asks_whether_it_was_held_is_the_status() -> None:
    rows = [["Date", "Did it happen?", "How many children?"], ["2026-03-07", "Yes", 17]]
    rows += [["2026-03-14", "No", None], ["2026-03-21", "Yes", 12]]
    sessions = read(xlsx(Log=rows)).tables["sessions"]
    assert [row["status"] for row in sessions] == ["held", "cancelled", "held"]


STATUSES = [["Date", "Title", "Attendance", "Status"], ["2026-03-07", "Story hour", 10, "OK"]]
STATUSES += [["2026-03-14", "Story hour", 15, "No issues"], ["2026-03-21", "Story hour", 12, "OK"]]


def test_unknown_status_counts_as_not_held_and_is_asked_about() -> None:
    found = read(xlsx(Log=STATUSES))
    assert [row["status"] for row in found.tables["sessions"]] == ["held", "cancelled", "held"]
    assert "status-unclear" in codes(found)
    assert "cancelled-by-title" not in codes(found)
    (question,) = (q for q in found.reading.sheets[0].questions if ".marks." in q.id)
    assert question.text == 'The status of a session is "No issues". Was it held?'
    values = evaluate(dataset(xlsx(Log=STATUSES)), as_of=date(2026, 12, 1), metrics=["attendance_total"])
    assert [(v.value, v.certainty) for v in values.values_for("attendance_total")] == [(22, "at_least")]


@pytest.mark.parametrize(("answer", "status"), [("held", "held"), ("cancelled", "cancelled")])
def test_answer_about_a_status_is_used(answer: str, status: str) -> None:
    found = read(xlsx(Log=STATUSES), marks={"no issues": answer})
    assert [row["status"] for row in found.tables["sessions"]] == ["held", status, "held"]
    assert "status-unclear" not in codes(found)


def test_long_status_is_not_quoted() -> None:
    rows = [*STATUSES, ["2026-03-28", "Story hour", 9, "Done"], ["2026-04-04", "Choir", 9, "at Ms. Cruz's"]]
    texts = [question.text for question in read(xlsx(Log=rows)).reading.sheets[0].questions]
    assert 'The status of a session is "other text". Was it held?' in texts
    assert not any("Cruz" in text for text in texts)


def test_text_in_place_of_a_total_leaves_the_session_open() -> None:
    """Sunday 5 April has no boys, no girls and "Easter - wala" as their sum."""
    rows: list[list[Any]] = [["Petsa", "Lalaki", "Babae", "Kabuuan"], ["2026-03-22", 8, 9, 17]]
    rows += [["2026-03-29", 8, 7, 15], ["2026-04-05", None, None, "Easter - wala"], ["2026-04-12", 5, 6, 11]]
    assert "held-unclear" in codes(read(xlsx(Log=rows)))
    rows[3][3] = "Suspended"
    assert [status for status, _ in states(*rows)] == ["held", "held", "cancelled", "held"]


def test_status_with_a_reason_calls_off() -> None:
    rows: list[list[Any]] = [["Date", "Program", "Status", "Attended"], [DAYS[0], "Craft", "Completed", 12]]
    rows += [[DAYS[1], "Craft", "Canceled - weather", None], [DAYS[2], "Craft", "Canceled by site", None]]
    assert [status for status, _ in states(*rows)] == ["held", "cancelled", "cancelled"]


@pytest.mark.parametrize("remark", ["Not done – teachers' strike", "No realizada, paro", "Hindi naisagawa"])
def test_remark_that_nothing_was_done_calls_off(remark: str) -> None:
    rows: list[list[Any]] = [["Date", "Activity", "Attendance", "Remarks"], [DAYS[0], "Club", 12, None]]
    assert [status for status, _ in states(*rows, [DAYS[1], "Club", None, remark])] == ["held", "cancelled"]


@pytest.mark.parametrize("heading", ["Planned date", "Fecha prevista", "Proposed Date"])
def test_planned_day_without_people_is_not_held(heading: str) -> None:
    rows = [[heading, "Title", "Came"], [DAYS[0], "Craft", 12], [DAYS[1], "Craft", None]]
    assert states(*rows) == [("held", 12), ("cancelled", None)]
    found = dataset(xlsx(Log=rows))
    assert "status-unclear" in codes(found)
    value = evaluate(found, metrics=["sessions_held"], as_of=date(2026, 11, 30)).values[0]
    assert (value.value, value.certainty) == (1, "at_least")


@pytest.mark.parametrize(("answer", "held"), [("held", 2), ("cancelled", 1)])
def test_answer_settles_planned_sessions(answer: str, held: int) -> None:
    rows = [["Planned date", "Title", "Came"], [DAYS[0], "Craft", 12], [DAYS[1], "Craft", None]]
    found = dataset(xlsx(Log=rows), uncounted_rows=answer)
    value = evaluate(found, metrics=["sessions_held"], as_of=date(2026, 11, 30)).values[0]
    assert (value.value, value.certainty) == (held, "exact")


def test_actual_date_of_a_plan_is_held() -> None:
    rows = [["Actual date (planned)", "Title", "Came"], [DAYS[0], "Craft", 12], [DAYS[1], "Craft", None]]
    assert [status for status, _ in states(*rows)] == ["held", "held"]


def test_last_rows_with_an_expected_number_only_are_plans() -> None:
    rows = [
        ["Date", "Title", "Planning for", "Came"],
        [DAYS[0], "Craft", 15, 12],
        [DAYS[1], "Chess", 10, None],
    ]
    assert states(*rows) == [("held", 12), ("cancelled", None)]
    rows.append([DAYS[2], "Lego", 10, 9])
    assert states(*rows)[1] == ("held", None)


@pytest.mark.parametrize(
    "legend", ["-  = hindi natuloy (no session)", "- : no session", "– = no hubo sesión"]
)
def test_mark_that_a_legend_explains_calls_off(legend: str) -> None:
    mark = legend[0]
    rows = [
        ["Date", "Title", "Kids"],
        [DAYS[0], "Craft", 12],
        [DAYS[1], "Craft", mark],
        [DAYS[2], "Craft", "?"],
    ]
    assert [status for status, _ in states(*rows, [None], ["LEGEND:"], [legend])] == [
        "held",
        "cancelled",
        "held",
    ]
    assert [status for status, _ in states(*rows)] == ["held", "held", "held"]


def test_title_that_ends_with_closed_is_no_session() -> None:
    rows = [
        ["Date", "Topic", "Attendance"],
        ["2026-09-03", "photos", 6],
        ["2026-09-07", "Labor Day, center closed", None],
    ]
    statuses = [
        row["status"] for row in read(xlsx(Log=[*rows, ["2026-09-10", "scams", 13]])).tables["sessions"]
    ]
    assert statuses == ["held", "cancelled", "held"]


SIGNED_UP: list[list[Any]] = [
    ["Adult tech classes - signups vs. who showed"],
    ["Class", "Date", "Cap", "Reg'd", "Showed", "No-shows"],
    ["Email basics", "2026-09-10", 12, 12, 9, 3],
    ["Spot the scam", "2026-09-17", 25, 25, 22, 3],
    ["iPhone help", "2026-09-24", 10, 10, None, None, "CANCELED instructor sick"],
    ["Holiday cards", "2026-10-01", 12, 11, 8, 3],
]


def test_title_with_those_who_showed_counts_them() -> None:
    """Holiday cards are a class, not a remark that calls a session off."""
    assert states(*SIGNED_UP) == [("held", 9), ("held", 22), ("cancelled", None), ("held", 8)]


WITHOUT_PEOPLE = [
    ["Date", "Event", "Status"],
    ["2026-01-19", "Open day", "Held"],
    ["2026-01-20", None, None],
    ["2026-01-21", "Workshop", "Held"],
    ["2026-01-22", "Talk", "Cancelled"],
]


def test_blank_status_without_people_is_asked_about() -> None:
    """Two sessions were held; whether that of the third day was is not known."""
    found = number(xlsx(Log=WITHOUT_PEOPLE), "sessions_held", row_is="session")
    assert found[0] == 3
    assert found[1] != "exact"


def test_answer_about_blank_statuses_leaves_the_others_as_they_are() -> None:
    assert number(xlsx(Log=WITHOUT_PEOPLE), "sessions_held", row_is="session", marks={"": "cancelled"}) == (
        2,
        "exact",
    )
    assert number(xlsx(Log=WITHOUT_PEOPLE), "sessions_held", row_is="session", marks={"": "held"}) == (
        3,
        "exact",
    )


def test_status_written_only_where_cancelled_is_enough() -> None:
    rows = [*WITHOUT_PEOPLE[:2], ["2026-01-26", "Craft", None], ["2026-01-27", "Craft", None]]
    rows += [["2026-01-28", "Craft", None], ["2026-01-29", "Craft", "Cancelled"]]
    assert number(xlsx(Log=rows), "sessions_held", row_is="session") == (4, "exact")


@pytest.mark.parametrize("title", ["— none, holidays —", "none", "Wala (bagyo)", "ninguno - vacaciones"])
def test_none_in_place_of_a_title_calls_off(title: str) -> None:
    rows: list[list[Any]] = [["Date", "Title", "How many"], [DAYS[0], "Bless Me, Ultima", 11]]
    rows += [[DAYS[1], title, None], [DAYS[2], "Caramelo", 7]]
    assert [status for status, _ in states(*rows)] == ["held", "cancelled", "held"]


@pytest.mark.parametrize("tab", ["Sept 24 CANC", "Sept 24"])
def test_form_without_names_may_call_off_its_day(tab: str) -> None:
    """One of two sessions was held; a blank form that says nothing is none."""
    held = [["Sign in - Sept 17, 2026"], ["No.", "Name", "Age"], [1, "Ana Cruz", 8], [2, "Ben Diaz", 9]]
    off: list[list[Any]] = [["Sign in - Sept 24, 2026"], ["No.", "Name", "Age"]]
    off += [["No crafts today: water main break, building closed"]] if tab == "Sept 24" else [[1, None, None]]
    off += [[2, None, None], [3, None, None]]
    loaded = dataset(xlsx(**{"Sept 17": held, tab: off}), program="Crafts")
    assert sorted(loaded.tables["sessions"]["status"]) == ["cancelled", "held"]
    assert "cancelled-by-title" in codes(loaded)
    blank = [["Sign in - Sept 24, 2026"], ["No.", "Name", "Age"], [1, None, None], [2, None, None]]
    loaded = dataset(xlsx(**{"Sept 17": held, "Form": blank}), program="Crafts")
    assert list(loaded.tables["sessions"]["status"]) == ["held"]
