"""Owner and program of a sheet: proposed from title and tab, asked once; a school's form does not count."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from libcollab_metrics.ingest import collect_questions, make_answers
from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.programs import propose_programs
from libcollab_metrics.metrics import evaluate
from tests.ingest.layouts.test_rosters import COMBINED
from tests.ingest.layouts.test_rosters import FORM as SCHOOL_FORM
from tests.support.sheets import codes, dataset, number, read, xlsx

LOG = [["Date", "Attendance"], ["2026-03-07", 12], ["2026-03-14", 9]]
ROSTER = [["Name", datetime(2026, 3, 7), datetime(2026, 3, 14)], ["Ana", "P", "P"], ["Bea", "P", "A"]]
FORM = [*SCHOOL_FORM, COMBINED]
DAYS = ("2026-03-07", "2026-03-14", "2026-03-21")
METRICS = ("sessions_held", "attendance_total", "participants_unique")


def programs(data: bytes, **answers: object) -> set[str]:
    named = dataset(data, **answers).tables["programs"]["name"]
    return set(named.dropna())


@pytest.mark.parametrize(
    ("title", "tab", "proposed"),
    [
        ("Attendance Sheet: Story Hour", "Sheet1", ()),
        ("Attendance Sheet of Story Hour 2026", "Sheet1", ("Story Hour",)),
        ("kept by Mrs. Alma", "Sheet1", ()),
        ("Story Hour — March 2026", "Reading Club", ("Story Hour", "Reading Club")),
        ("STORY HOUR", "Story hour", ("STORY HOUR",)),
        ("Maria Santos", "Ana Reyes", ()),
        ("att", "Normalized_2021Programs", ()),
        ("San Isidro Public Library", "March", ()),
        ("Talaan ng mga dumalo sa Kuwentuhan", "2026", ("Kuwentuhan",)),
        ("Registro de asistencia, Taller de lectura", "Hoja1", ("Taller de lectura",)),
        ("LIBRARY HOUR - Daily attendance", "Gr 3 Rizal", ("LIBRARY HOUR",)),
        ("Summer Reading Camp (head count, pupils only)", "July", ("Summer Reading Camp",)),
        ("Cuentacuentos abril-mayo 2026", "Central", ("Cuentacuentos",)),
        ("Reading Club ✓ came ✗ did not", "2026", ()),
        ("Children who came but are NOT on the register", "Walk-ins", ()),
        ("How useful was the workshop?", "Form", ()),
    ],
)
def test_title_and_tab_propose_programs(title: str, tab: str, proposed: tuple[str, ...]) -> None:
    assert propose_programs(SheetCells.from_rows(tab, [[title], *LOG]), 2) == proposed


def test_sheet_without_a_program_is_asked_about_once() -> None:
    """Three tabs of one program: one question; its answer names the sessions of all three."""
    data = xlsx(January=LOG, February=LOG, March=[["Date", "Attendance"], ["2026-03-21", 4]])
    result = read(data)
    (asked,) = collect_questions(result.reading)
    assert (asked.key, asked.sheets) == ("program", ("January", "February", "March"))
    assert programs(data) == set()
    answers = make_answers([(asked, "Story hour")], result.reading)
    assert programs(data, **answers) == {"Story hour"}
    assert collect_questions(read(data, **answers).reading) == ()


def test_title_of_one_tab_is_proposed_for_the_others() -> None:
    """The tab of walk-ins has no title of its own: one question, with the title of the register."""
    register = [["Hill Library - Sunday reading hour"], ["No session on 16 Aug"], *ROSTER]
    came = [
        ["Children who came but are NOT on the register"],
        [],
        ["Date", "Name"],
        ["2026-03-07", "Dan Lim"],
    ]
    result = read(xlsx(**{"Register": register, "Walk-ins": came}))
    (asked,) = [question for question in collect_questions(result.reading) if question.key == "program"]
    assert (asked.sheets, asked.likely) == (("Register", "Walk-ins"), "Sunday reading hour")


def test_tabs_with_titles_of_two_programs_are_asked_about_apart() -> None:
    sheets = {name: [[f"{name} Club"], *LOG] for name in ("Chess", "Reading")}
    asked = collect_questions(read(xlsx(**sheets)).reading)
    assert {question.likely: question.sheets for question in asked} == {
        "Chess Club": ("Chess",),
        "Reading Club": ("Reading",),
    }


def test_name_of_the_file_is_proposed_last() -> None:
    cells = SheetCells.from_rows("Sheet1", [["Story Hour"], *LOG])
    assert propose_programs(cells, 2, file_name="Book Camp 2026.xlsx") == ("Story Hour", "Book Camp")
    untitled = SheetCells.from_rows("Sheet1", LOG)
    assert propose_programs(untitled, 1, file_name="Book Camp 2026.xlsx") == ("Book Camp",)


def test_column_of_persons_is_not_offered_as_the_program() -> None:
    log = [["Date", "Promotor", "Attendance"], *([f"2026-03-0{n}", "Lucía", n] for n in (7, 8))]
    (question,) = collect_questions(read(xlsx(Log=log)).reading)
    assert question.options == ()


def test_answered_program_fills_blanks_and_keeps_named_rows() -> None:
    rows = [["Date", "Title", "Attendance"], ["2026-03-07", "Craft", 12], ["2026-03-14", None, 9]]
    assert programs(xlsx(Log=rows), program="Story hour") == {"Craft", "Story hour"}
    assert programs(xlsx(Roster=ROSTER), program="Reading club") == {"Reading club"}
    assert "program" not in {q.key for q in collect_questions(read(xlsx(Log=rows)).reading)}


def test_program_of_a_title_is_changed_by_the_answer() -> None:
    titled = [["Program", "Story hour"], ["Date", "Attendance"], ["2026-03-07", 12]]
    assert programs(xlsx(Log=titled)) == {"Story hour"}
    assert programs(xlsx(Log=titled), program="Reading club") == {"Reading club"}
    assert programs(xlsx(Log=titled), program="") == set()


def test_grid_of_all_programs_is_not_asked_for_one() -> None:
    rows = [
        [None, "In-House", None, "Outreach", None],
        ["Age Group", "Groups", "Attendance", "Groups", "Attendance"],
        ["Children (0-5)", 8, 120, 2, 61],
    ]
    assert "program" not in {q.key for q in collect_questions(read(xlsx(**{"October 2025": rows})).reading)}


def test_school_form_counts_only_once_its_owner_is_known() -> None:
    """Two learners on five days, one absence each: 8 presences, which count only if the library's."""
    data = xlsx(June=FORM)
    result = read(data)
    (asked,) = collect_questions(result.reading)
    assert (asked.key, asked.text) == (
        "whose",
        "This is a school's attendance form with 8 presences. Whose sessions are these?",
    )
    assert "school-days-not-counted" in codes(result)
    assert len(dataset(data).tables["participation"]) == 0
    sheet = result.reading.sheets[0]
    assert sheet.rows_read == sheet.rows_used + sheet.rows_left_out
    counted = dataset(data, whose="library").tables["participation"]
    assert int((counted["status"] == "present").sum()) == 8
    settled = read(data, whose="school")
    assert collect_questions(settled.reading) == ()
    assert "school-days-not-counted" not in codes(settled)


def test_column_of_titles_is_offered_as_the_program() -> None:
    log = [["Date", "What we did", "Attendance"], *([f"2026-03-0{n}", "Story hour", n] for n in (7, 8))]
    (question,) = [q for q in collect_questions(read(xlsx(Log=log)).reading) if q.key == "program"]
    assert dict(question.options)["=What we did"] == "column B names it: “What we did”"
    assert programs(xlsx(Log=log), program="=What we did") == {"Story hour"}


LOG_OF_PROGRAMS = [
    ["Date", "Program", "Attendance"],
    *zip(DAYS, ("Tales", "Games", "Tales"), (2, 1, 3), strict=True),
]
PEOPLE = [
    ["Date", "Name"],
    *((DAYS[0], name) for name in ("Ana Cruz", "Bea Diaz")),
    (DAYS[1], "Carla Ruiz"),
    *((DAYS[2], name) for name in ("Ana Cruz", "Bea Diaz", "Dora Gil")),
]


def figures(data: bytes) -> tuple[object, ...]:
    shown = evaluate(dataset(data), metrics=list(METRICS), as_of=date(2027, 12, 31))
    return tuple(shown.value_for(metric).value for metric in METRICS)


def test_list_of_the_days_of_a_log_belongs_to_it() -> None:
    """Two, 1 and 3 people on three days, counted and listed: 3 sessions and 6 visits of 4 people."""
    data = xlsx(Log=LOG_OF_PROGRAMS, Signed_in=PEOPLE)
    assert figures(data) == (3, 6, 4)
    assert "program-from-log" in codes(read(data))
    assert programs(data) == {"Tales", "Games"}


@pytest.mark.parametrize(
    "people",
    [
        [*PEOPLE, ("2026-03-28", "Ana Cruz")],
        [row for row in PEOPLE if row[1] != "Bea Diaz"],
        PEOPLE[:4],
    ],
    ids=["another day", "other numbers", "two days"],
)
def test_list_of_other_days_has_no_program(people: list[tuple[str, ...]]) -> None:
    data = xlsx(Log=LOG_OF_PROGRAMS, Signed_in=people)
    assert "program-from-log" not in codes(read(data))


def test_log_with_two_sessions_a_day_names_no_program() -> None:
    data = xlsx(Log=[*LOG_OF_PROGRAMS, (DAYS[0], "Games", 2)], Signed_in=PEOPLE)
    assert "program-from-log" not in codes(read(data))


def test_codes_of_activities_may_name_the_program() -> None:
    """Two activities of one day are one session until the column is chosen."""
    rows = [["Fecha", "Nombre", "idActividad", "Horas"], ["2026-03-02", "Ana Cruz", "T001", 2]]
    rows += [["2026-03-02", "Ben Uy", "T002", 1], ["2026-03-09", "Ana Cruz", "T001", 2]]
    found = read(xlsx(Log=rows))
    (asked,) = (question for question in found.reading.sheets[0].questions if "program" in question.id)
    assert [value for value, _ in asked.options] == ["=idActividad"]
    assert number(xlsx(Log=rows), "sessions_held") == (2, "partial")
    assert number(xlsx(Log=rows), "sessions_held", program="=idActividad") == (3, "exact")
