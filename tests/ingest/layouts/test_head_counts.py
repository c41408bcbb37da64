"""Several headings for one count: parts are added, two names of one count are not."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook as ExcelFile

from libcollab_metrics.ingest.answers import collect_questions
from libcollab_metrics.metrics import evaluate
from tests.support.shapes.files import book_of
from tests.support.sheets import codes, dataset, number, read, xlsx

AS_OF = date(2026, 12, 31)
METRICS = ["attendance_total", "sessions_held"]


def test_two_names_of_one_count_are_not_added() -> None:
    result = read(
        xlsx(
            Log=[["Program", "Date", "Attendance", "Number of Participants"], ["Story", "2026-03-07", 10, 10]]
        )
    )
    assert [r["attended"] for r in result.tables["sessions"]] == [10]
    assert "column-not-used" in codes(result)


def test_part_that_adds_up_the_others_by_chance_is_added() -> None:
    rows = [[f"2026-03-{day:02d}", 3 * day, 2 * day, day] for day in (5, 12, 19)]
    listed = read(xlsx(Log=[["Date", "Students", "Teachers", "Parents"], *rows])).tables["sessions"]
    assert [row["attended"] for row in listed] == [6 * day for day in (5, 12, 19)]


@pytest.mark.parametrize(("everyone", "visits", "held"), [(30, 90, 9), (31, None, None)])
def test_column_that_adds_up_the_others_counts_everyone(
    everyone: int, visits: float | None, held: float | None
) -> None:
    """If it does not, neither the people nor the sessions of one group are those of all."""
    rows: list[list[object]] = [
        ["Month", "Ages 0-5", None, "Adult 19+", None, "ALL PROGRAMS", None],
        [None, *["# programs", "Attendance"] * 3],
        *([f"{month} 2026", 1, 10, 2, 20, 3, everyone] for month in ("Jan", "Feb", "Mar")),
    ]
    book = book_of(("Programs", rows, ("B1:C1", "D1:E1", "F1:G1")))()
    values = evaluate(dataset(book), as_of=AS_OF, metrics=METRICS)
    total, sessions = values.value_for("attendance_total"), values.value_for("sessions_held")
    assert sessions.value == held
    assert total.value == visits or total.certainty != "exact"


@pytest.mark.parametrize(
    ("parts", "numbers", "counted"),
    [
        (["Male", "Female", "Children", "Adults"], [3, 4, 5, 2], 7),
        (["Male", "Female", "Senior Citizens"], [3, 4, 1], 7),
        (["Lalaki", "Babae", "PWD", "4Ps"], [3, 4, 1, 2], 7),
        (["Boys", "Girls", "Parents"], [3, 4, 2], 9),
        (["Boys", "Girls", "Children", "Adults"], [3, 4, 7, 2], 9),
        (["Men", "Women", "Boys", "Girls"], [3, 4, 7, 2], 16),
        (["Niños", "Niñas", "Adultos"], [3, 4, 1], 8),
        (["Niños", "Adultos"], [3, 4], 7),
        (["Onsite", "Online", "Male", "Female"], [3, 4, 2, 5], 7),
        (["Students", "Teachers", "Parents"], [30, 2, 4], 36),
        (["Students", "Teachers", "Male", "Female"], [30, 2, 14, 18], 32),
        (["0-5", "6-11", "12-18", "Adults", "Boys", "Girls"], [3, 4, 1, 2, 5, 5], 10),
        (["Grade 4", "Grade 5", "Grade 6"], [30, 22, 4], 56),
        (["AM", "PM"], [12, 30], 42),
        (["Kids", "Teachers"], [12, 3], 15),
    ],
)
def test_parts_are_added_along_one_axis(parts: list[str], numbers: list[int], counted: int) -> None:
    """A second row has twice the numbers; no part is counted on two axes."""
    twice = [2 * number for number in numbers]
    result = read(xlsx(Log=[["Date", *parts], ["2026-03-07", *numbers], ["2026-03-14", *twice]]))
    rows = result.tables["sessions"]
    assert [row["attended"] for row in rows] == [counted, 2 * counted]
    assert not any(row["attended_at_least"] for row in rows)
    assert "balance-broken" not in codes(result)


def test_parts_of_two_incomplete_axes_are_a_lower_bound() -> None:
    rows = [["Date", "Teens", "Walk-ins"], ["2026-03-07", 3, 4], ["2026-03-14", 5, 6]]
    sessions = read(xlsx(Log=rows)).tables["sessions"]
    assert all(row["attended_at_least"] for row in sessions)


@pytest.mark.parametrize(
    ("heads", "numbers", "other", "stated"),
    [
        (["Attendance", "Number of Participants"], [21, 20], "Number of Participants", 20),
        (["Male", "Female", "Children", "Adults"], [3, 4, 5, 1], "Children + Adults", 6),
        (["Kids", "Adults", "Total"], [5, 6, 12], "Total", 12),
    ],
)
def test_two_counts_that_differ_are_asked_about(
    heads: list[str], numbers: list[int], other: str, stated: int
) -> None:
    """Until it is settled the first way counts, and the total is not exact; the number of sessions is."""
    content = xlsx(Log=[["Date", *heads], ["2026-03-07", *numbers]])
    asked = {question.id: question for question in read(content).reading.sheets[0].questions}
    assert other in dict(asked["sheets.Log.head_count"].options)
    found = {v.metric: v for v in evaluate(dataset(content), metrics=METRICS, as_of=AS_OF).values}
    assert (found["attendance_total"].certainty, found["sessions_held"].certainty) == ("partial", "exact")
    answered = dataset(content, sheets={"Log": {"head_count": other}})
    (total,) = evaluate(answered, metrics=METRICS[:1], as_of=AS_OF).values
    assert (total.value, total.certainty) == (stated, "exact")


def test_disagreeing_columns_for_one_count_are_reported() -> None:
    rows = [
        ["Program", "Date", "Attendance", "Attendance"],
        ["Story", "2026-03-07", 10, 10],
        ["Story", "2026-03-14", 21, 20],
        ["Story", "2026-03-21", 7, None],
    ]
    result = read(xlsx(Log=rows))
    assert [r["attended"] for r in result.tables["sessions"]] == [10, 21, 7]
    assert [issue.cells for issue in result.issues if issue.code == "balance-broken"] == [("C3",)]


def test_parts_under_one_merged_heading_are_added() -> None:
    """Attendance is above Children and Adults: 12 + 6 = 18; the headings are rows 1 and 2."""
    book = ExcelFile()
    page = book.active
    for row in (
        ["Date", "Title", "Attendance", None, "Notes"],
        [None, None, "Children", "Adults", None],
        ["2026-03-07", "Story hour", 12, 6, None],
        ["2026-03-14", "Story hour", 9, 0, None],
    ):
        page.append(row)
    for merged in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
        page.merge_cells(merged)
    stream = io.BytesIO()
    book.save(stream)
    result = read(stream.getvalue())
    assert [r["attended"] for r in result.tables["sessions"]] == [18, 9]
    assert result.reading.sheets[0].header_row == 2
    assert "header-rows-joined" in codes(result)


def test_in_person_and_online_are_added_and_blanks_are_reported() -> None:
    """In person 12 + online 3 = 15; then 10 and a blank: 10, a lower bound."""
    rows = [
        ["Date", "Title", "Actual Attendance (In-Person)", "Actual Attendance (Online)"],
        ["2026-03-07", "Talk", 12, 3],
        ["2026-03-14", "Talk", 10, None],
    ]
    result = read(xlsx(Log=rows))
    assert [(r["attended"], r["attended_at_least"]) for r in result.tables["sessions"]] == [
        (15.0, False),
        (10.0, True),
    ]
    assert "part-missing" in codes(result)


def test_parts_under_one_label_add_up_though_one_is_unknown() -> None:
    """Dumalo over Bata, Matanda and Total; "Elders" is not known, and not the whole count for that."""
    for grown in ("Matanda", "Elders' club"):
        rows = [
            ["Petsa", "Aklat", "Dumalo", None, None],
            [None, None, "Bata", grown, "Total"],
            ["2026-01-06", "Aklat 1", 18, 4, 22],
            ["2026-01-13", "Aklat 2", 22, 5, 27],
            ["2026-01-20", "Aklat 3", 15, 3, 18],
        ]
        counted = read(xlsx(Log=rows)).tables["sessions"]
        assert [row["attended"] for row in counted] == [22, 27, 18]


def grouped(groups: dict[str, tuple[list[int], list[int | None]]]) -> list[list[object]]:
    """Return two months of sessions and people below the label of each group."""
    over = [cell for group in groups for cell in (group, None)]
    heads = ["# Programs", "Attendance"] * len(groups)
    months = [[f"2026-0{n + 1}", *(part[n] for group in groups.values() for part in group)] for n in range(2)]
    return [[None, *over], ["Month", *heads], *months]


ADULT, TEEN = ([4, 5], [48, 35]), ([2, 1], [10, 3])


@pytest.mark.parametrize(
    ("groups", "events", "attended"),
    [
        ({"ADULT": ADULT, "TEEN": TEEN, "ALL PROGRAMS": ([6, 6], [58, 38])}, [6, 6], [58, 38]),
        ({"TOTAL": ([6, 6], [58, 38]), "ADULT": ADULT, "TEEN": TEEN}, [6, 6], [58, 38]),
        ({"ADULT": ADULT, "TEEN": TEEN}, [6, 6], [58, 38]),
        ({"ADULT": ADULT, "TEEN": ([2, None], [10, None])}, [6, None], [58, 35]),
    ],
)
def test_sessions_are_counted_below_the_labels_of_the_people(
    groups: dict[str, tuple[list[int], list[int | None]]], events: list[float], attended: list[float]
) -> None:
    rows = read(xlsx(Log=grouped(groups))).tables["sessions"]
    assert [row["events"] for row in rows] == events
    assert [row["attended"] for row in rows] == attended


def test_sessions_are_unknown_where_no_column_has_all() -> None:
    head = ["Month", "Number of sessions", "Groups", "Attendance"]
    rows = [head, ["2026-01", 4, 2, 48], ["2026-02", 5, 1, 35]]
    assert [row["events"] for row in read(xlsx(Log=rows)).tables["sessions"]] == [None, None]


def attended(heading: str, *typed: object) -> list[float | None]:
    rows = [["Date", "Program", heading]]
    rows += [[f"2026-03-{day:02}", "Story", number] for day, number in enumerate(typed, start=1)]
    return [row["attended"] for row in read(xlsx(Log=rows)).tables["sessions"]]


def test_present_of_enrolled_in_one_cell_counts_those_present() -> None:
    assert attended("Present/Enrolled", "18/25", "12/12", "20/26") == [18, 12, 20]
    assert attended("Enrolled/Attendance", "25/18", "12/12", "26/20") == [18, 12, 20]
    assert attended("Attendance", "18/25", "30/12") == [None, None]


def test_people_counted_in_words_are_added_along_one_axis() -> None:
    typed = ["25 bata", "18 bata at 6 nanay", "walang dumating", "9 mamás con 14 bebés", "25 bata, 12 lalaki"]
    assert attended("Ilan ang dumalo", *typed) == [25, 24, 0, 23, None]


def test_strokes_of_a_tally_are_counted() -> None:
    assert attended("Kids", "IIII/ II", "IIII/ IIII/", "|||") == [7, 10, 3]


def test_new_and_returning_people_are_everyone() -> None:
    rows = [
        ["Date", "Class", "New", "Returning"],
        ["2026-03-07", "Email", 3, 4],
        ["2026-03-14", "Email", 2, 6],
    ]
    assert [row["attended"] for row in read(xlsx(Log=rows)).tables["sessions"]] == [7, 8]


def test_new_cards_are_no_people() -> None:
    rows = [["Date", "Kids", "Adults", "New cards"], ["2026-03-07", 3, 4, 9], ["2026-03-14", 2, 6, 9]]
    assert [row["attended"] for row in read(xlsx(Log=rows)).tables["sessions"]] == [7, 8]


def test_targets_under_a_label_are_no_count() -> None:
    rows = [
        ["Informe abril-junio 2026"],
        [],
        ["Actividad", "Sesiones", None, "Asistentes", None],
        [None, "Progr.", "Realiz.", "Meta", "Logro"],
        ["Cuentacuentos", 8, 6, 160, 143],
        ["Cineclub", 3, 3, 90, 61],
    ]
    result = read(xlsx(Log=rows))
    assert [(r["attended"], r["events"], r["status"]) for r in result.tables["sessions"]] == [
        (143, 6, "held"),
        (61, 3, "held"),
        (None, 2, "cancelled"),
    ]


def test_grades_across_are_parts_and_all_is_their_total() -> None:
    rows = [
        ["Date (2026)", "Kinder", "Gr 1", "Gr 2", "All"],
        ["Feb. 17", 14, 17, 12, 43],
        ["Feb. 24", 13, 16, 15, 44],
    ]
    result = read(xlsx(Log=rows))
    found = [(r["date"].year, r["attended"], r["attended_at_least"]) for r in result.tables["sessions"]]
    assert found == [(2026, 43, False), (2026, 44, False)]


YEARS_SIDE_BY_SIDE = [
    [None, "FY 2023-24", None, "FY 2024-25", None, "Change"],
    ["Month", "# Programs", "Attendance", "# Programs", "Attendance", "Attendance"],
    ["Apr", 8, 96, 9, 131, 35],
    ["May", 7, 88, 8, 104, 16],
    ["Jun", 6, 71, 7, 63, -8],
]


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("Bilang ng bata", ["L", "B", "Lahat"]),
        ("Number of children", ["B", "G", "All"]),
        ("Asistentes", ["Hombres", "Mujeres", "Todos"]),
    ],
)
def test_word_for_everyone_next_to_parts_is_their_total(label: str, parts: list[str]) -> None:
    rows: list[list[object]] = [["Date", "Activity", label], [None, None, *parts]]
    rows += [["2026-01-10", "Tales", 7, 8, 15], ["2026-01-17", "Lego", 8, 10, 18]]
    assert [row["attended"] for row in read(xlsx(Log=rows)).tables["sessions"]] == [15, 18]


def test_years_side_by_side_are_asked_about() -> None:
    file = xlsx(Compare=YEARS_SIDE_BY_SIDE)
    result = read(file)
    assert {row["attended"] for row in result.tables["sessions"]} == {None}
    assert {row["events"] for row in result.tables["sessions"]} == {None}
    (question,) = [asked for asked in collect_questions(result.reading) if asked.key == "head_count"]
    assert [choice[0] for choice in question.options] == ["FY 2023-24 Attendance", "FY 2024-25 Attendance"]
    answered = read(file, head_count="FY 2024-25 Attendance").tables["sessions"]
    assert [(row["events"], row["attended"]) for row in answered] == [(9, 131), (8, 104), (7, 63)]


def test_all_ages_are_the_total_of_the_ages() -> None:
    rows = [
        ["Month", "Juvenile", None, "Adult", None, "All ages", None],
        [None, *["Programs", "Attendance"] * 3],
        ["January 2026", 9, 214, 3, 22, 12, 236],
        ["February 2026", 6, 121, 2, 15, 8, 136],
        ["Reported to the state", 15, 335, 5, 37, 20, 372],
    ]
    sessions = read(book_of(("Report", rows, ["B1:C1", "D1:E1", "F1:G1"]))()).tables["sessions"]
    assert [(row["events"], row["attended"]) for row in sessions] == [(12, 236), (8, 136)]


@pytest.mark.parametrize("note", ["old count, don't use", "do not use"])
def test_column_that_is_not_to_be_used_is_not_counted(note: str) -> None:
    rows = [["Date", f"Attendance ({note})", "Attendance"], ["2026-03-07", 16, 14], ["2026-03-14", 20, 13]]
    assert [row["attended"] for row in read(xlsx(Log=rows)).tables["sessions"]] == [14, 13]


def test_column_that_adds_up_the_parts_is_their_total() -> None:
    rows: list[list[object]] = [["Date", "Title", "Kids", "Adults", "In all", "Loans"]]
    rows += [[f"2026-03-0{n}", "Craft", 10 + n, n, 10 + 2 * n, 50 + 3 * n] for n in range(1, 5)]
    sessions = read(xlsx(Log=rows)).tables["sessions"]
    assert [(row["attended"], row["attended_at_least"]) for row in sessions] == [
        (12, False),
        (14, False),
        (16, False),
        (18, False),
    ]


@pytest.mark.parametrize(
    ("heading", "cell", "is_counted"),
    [("Numbers", "8 kids", True), ("Cantidad", "8 niños", True), ("Cantidad", "cerrado", False)],
)
def test_numbers_of_kids_below_a_bare_heading_are_counted(heading: str, cell: str, is_counted: bool) -> None:
    rows = [["Night", "Who was on", heading], ["2025-01-14", "Noreen", 7], ["2025-01-16", "Padraig", 9]]
    rows += [["2025-01-21", "Noreen", cell], ["2025-01-23", "Noreen", 6]]
    sessions = read(xlsx(Club=rows)).tables.get("sessions", ())
    assert bool(sum(row["attended"] or 0 for row in sessions)) == is_counted


@pytest.mark.parametrize(
    ("times", "people"),
    [
        ("No. of times conducted", "No. of clients served"),
        ("Veces que se realizó", "Usuarios atendidos"),
        ("Bilang ng beses na isinagawa", "Bilang ng napaglingkuran"),
    ],
)
def test_times_conducted_and_clients_served_are_sessions_and_people(times: str, people: str) -> None:
    rows = [
        ["Month", "Activity", times, people],
        ["JANUARY", "Story hour", 4, 118],
        [None, "Tutorial", 8, 64],
    ]
    sessions = read(xlsx(Report_2025=[*rows, ["FEBRUARY", "Story hour", 3, 90]])).tables["sessions"]
    assert [(row["events"], row["attended"]) for row in sessions] == [(4, 118), (8, 64), (3, 90)]


@pytest.mark.parametrize(("total", "attended"), [(82, 82), (90, 79)])
def test_total_of_parts_and_an_unknown_column_is_everyone(total: int, attended: int) -> None:
    rows: list[list[object]] = [
        ["Date", "Venue", "Gr 4 learners", "Gr 5 learners", "Educators", "All present"]
    ]
    rows += [["2025-08-04", "Thembalethu", 41, 38, 3, total], ["2025-08-05", "Blanco", None, 29, 2, 31]]
    rows += [["2025-08-06", "Conville", 36, 31, 4, 71], ["2025-08-07", "Herold", 8, 6, 1, 15]]
    sessions = read(xlsx(Tour=rows)).tables["sessions"]
    assert sessions[0]["attended"] == attended


@pytest.mark.parametrize(
    ("headings", "attended"),
    [
        (["Date", "Where", "No. of kids", "SK volunteers present"], [20, 15]),
        (["Date", "Where", "Kids who took books", "Books given"], [20, 15]),
        (["Date", "Where", "Books given to kids", "Staff"], []),
        (["Date", "Where", "Staff present", "Cars"], []),
    ],
)
def test_helpers_and_things_are_no_visitors(headings: list[str], attended: list[int]) -> None:
    rows: list[list[object]] = [headings, ["2026-03-07", "Pier", 20, 3], ["2026-03-14", "Plaza", 15, 5]]
    assert [row["attended"] for row in read(xlsx(Log=rows)).tables.get("sessions", ())] == attended


@pytest.mark.parametrize(
    ("headings", "is_asked"),
    [
        (["Children fed", "Children at story time"], False),
        (["Kids at craft", "Kids at story time"], True),
        (["Kids 0-5", "Kids 6-12"], False),
        (["Small kids", "Big kids"], False),
        (["Kids AM", "Kids PM"], False),
    ],
)
def test_two_counts_of_one_part_are_asked_about(headings: list[str], is_asked: bool) -> None:
    rows: list[list[object]] = [["Date", *headings], ["2026-03-07", 46, 21], ["2026-03-14", 44, 25]]
    data = xlsx(Log=rows)
    assert ("head_count" in {asked.key for asked in collect_questions(read(data).reading)}) == is_asked
    counted = evaluate(dataset(data), as_of=AS_OF, metrics=["attendance_total"]).values[0]
    assert (counted.value, counted.certainty) in (
        [(136, "partial")] if is_asked else [(136, "exact"), (46, "exact")]
    )


def test_group_under_unknown_word_is_a_part_of_everyone() -> None:
    """ "Bantay" are the watchers of the children; some totals are blank."""
    rows: list[list[object]] = [
        ["Petsa", "Bilang ng dumalo", None, None],
        [None, "Bata", "Bantay", "Kabuuan"],
    ]
    rows += [
        ["2026-02-05", 7, 6, 13],
        ["2026-02-07", 5, 5, 10],
        ["2026-02-12", 9, 7, 16],
        ["2026-02-14", 11, 12],
    ]
    content = book_of(("Peb", rows, ["A1:A2", "B1:D1"]))()
    assert [row["attended"] for row in read(content).tables["sessions"]] == [13, 10, 16, 23]


def unnamed_counts(**answers: object) -> dict[str, tuple[float | None, str]]:
    """Figures of a log whose columns are no known counts, one row of which is blank."""
    rows: list[list[object]] = [["Date", "Regulars", "New faces", "All", "Tea £", "Notes"]]
    rows += [["9 Jan 2026", 11, 2, 13, 8.4], ["16 Jan 2026", None, None, None, None, "SNOW"]]
    rows += [["23 Jan 2026", 13, 1, 14, 9.1], ["30 Jan 2026", 12, 0, 12, 7.75]]
    loaded = dataset(xlsx(Log=rows), row_is="session", **answers)
    found = evaluate(loaded, as_of=AS_OF, metrics=METRICS).values
    return {value.metric: (value.value, value.certainty) for value in found}


def test_column_of_people_is_asked_for_where_none_is_named() -> None:
    assert unnamed_counts() == {"attendance_total": (None, "exact"), "sessions_held": (4, "at_most")}
    answered = unnamed_counts(head_count="All", uncounted_rows="cancelled")
    assert answered == {"attendance_total": (39, "exact"), "sessions_held": (3, "exact")}
    assert unnamed_counts(head_count="none")["attendance_total"][0] is None


def test_sexes_in_letters_and_ages_in_words_are_parts() -> None:
    rows: list[list[object]] = [["Date", "Grade & Section", "Teacher", "M", "F", "Total", "Purpose"]]
    rows += [["2025-09-02", "Gr. 4 - Narra", "Mrs. P", 17, 19, 36, "Orientation"]]
    rows += [["2025-09-03", "Gr. 4 - Molave", "Mr. G", 18, 16, 34, "Research"]]
    assert [row["attended"] for row in read(xlsx(Visits=rows)).tables["sessions"]] == [36, 34]
    rows = [["Date", "Below 8 yrs", "8-12 yrs", "Above 12", "Total"]]
    rows += [["2025-07-01", 6, 9, 3, 18], ["2025-07-02", 8, 11, 2, 21]]
    assert [row["attended"] for row in read(xlsx(July=rows)).tables["sessions"]] == [18, 21]


def test_ages_below_a_label_are_parts_and_the_total_counts() -> None:
    rows: list[list[object]] = [["Fecha", "Asistentes por edad", None, None, None, "Total asistentes"]]
    rows += [[None, "0-5", "6-12", "Jóvenes", "P. mayor"]]
    rows += [
        ["2025-08-01", 6, 14, 2, 1, 23],
        ["2025-08-05", 18, 0, 0, 0, 18],
        ["2025-08-08", 0, 1, 13, 2, 16],
    ]
    content = book_of(("Agosto", rows, ["A1:A2", "B1:E1", "F1:F2"]))()
    assert [row["attended"] for row in read(content).tables["sessions"]] == [23, 18, 16]


def test_rooms_of_a_day_care_add_up_without_their_teachers() -> None:
    rows: list[list[Any]] = [
        ["Date", "Toddlers", "Twos & Threes", "Pre-K", "Schoolagers", "Teachers in room"]
    ]
    rows += [["2026-09-09", 4, 7, 13, 2, 5], ["2026-09-16", 5, 7, 10, 3, 4]]
    result = read(xlsx(Log=rows))
    assert [row["attended"] for row in result.tables["sessions"]] == [26, 25]
    assert "head_count" not in {question.id.split(".")[-1] for question in result.reading.sheets[0].questions}


def test_people_through_the_door_came_and_booked_ones_did_not() -> None:
    rows: list[list[Any]] = [["Performance", "Booked", "Through the door", "Takings £"]]
    rows += [["2026-04-16", 64, 58, 261], ["2026-04-17", 92, 87, 391.5], ["2026-04-18", 71, 73, 328.5]]
    assert [row["attended"] for row in read(xlsx(Log=rows)).tables["sessions"]] == [58, 87, 73]


def test_first_column_of_days_needs_no_heading() -> None:
    rows: list[list[Any]] = [[None, "am", "pm", "hot drinks given"], ["Tues 6th Jan 26", 5, 5, 13]]
    rows += [["Thurs 8th Jan 26", 5, 4, 12], ["Tues 13th Jan 26", 6, 6, 17]]
    assert [row["attended"] for row in read(xlsx(Log=rows)).tables["sessions"]] == [10, 9, 12]


def test_pupils_and_parents_in_spanish_are_parts() -> None:
    rows: list[list[Any]] = [["Fecha de visita", "Grado", "Escolares", "Padres de familia", "Total"]]
    rows += [
        ["2026-04-14", "2do", 27, 4, 31],
        ["2026-04-16", "4to", 22, 2, 24],
        ["2026-04-21", "3ro", 29, 3, 32],
    ]
    assert [row["attended"] for row in read(xlsx(Log=rows)).tables["sessions"]] == [31, 24, 32]


def test_under_sixteens_are_a_part_of_the_people() -> None:
    rows = [["Date", "Stop", "Adults", "U16"], ["2026-03-02", "Hall", 11, 5], ["2026-03-04", "Close", 4, 4]]
    assert [row["attended"] for row in read(xlsx(Log=rows)).tables["sessions"]] == [16, 8]


def test_notice_in_place_of_a_stop_leaves_the_session_open() -> None:
    rows = [
        ["Date", "Stop", "Adults", "Children"],
        ["2026-03-02", "Hall", 11, 5],
        ["2026-03-04", "Inn", 4, 4],
    ]
    rows += [["2026-03-11", "VAN IN GARAGE (clutch) - no stops today", None, None]]
    assert "held-unclear" in codes(read(xlsx(Log=rows)))


def test_two_year_label_is_no_calendar_year() -> None:
    rows = [["Year", "Program", "Attendance", "Sessions"], ["2021-2022", "Story hour", 90, 9]]
    rows += [["2022-2023", "Story hour", 80, 8]]
    found = read(xlsx(Report=rows))
    assert {row["date"] for row in found.tables["sessions"]} == {None}
    assert "year-missing" in codes(found)


def test_total_of_men_women_and_children_settles_who_is_counted() -> None:
    rows = [["Date", "Topic", "Men", "Women", "Children", "Total reached"]]
    rows += [[f"2026-01-{day:02}", "Talk", day, 20, 30, day + 50] for day in (9, 16, 23)]
    sessions = read(xlsx(Log=rows))
    assert [row["attended"] for row in sessions.tables["sessions"]] == [59, 66, 73]
    assert "head_count" not in {q.id.split(".")[-1] for s in sessions.reading.sheets for q in s.questions}


@pytest.mark.parametrize(
    ("headings", "people"),
    [
        (["Grade", "Kids"], [20, 21, 22]),
        (["Teen helpers", "Kids"], [20, 21, 22]),
        (["Teens & helpers", "Kids"], [23, 25, 25]),
        (["Grade 3", "Grade 4"], [23, 25, 25]),
    ],
)
def test_level_and_helpers_are_no_part_of_the_people(headings: list[str], people: list[int]) -> None:
    days = [date(2026, 3, day) for day in (5, 12, 19)]
    rows = [[*row] for row in zip(days, ["Cedar", "Lincoln", "Cedar"], (3, 4, 3), (20, 21, 22), strict=True)]
    sessions = read(xlsx(Log=[["Date", "School", *headings], *rows])).tables["sessions"]
    assert [row["attended"] for row in sessions] == people


def test_list_of_schools_with_pupils_enrolled_is_no_log() -> None:
    rows = [[f"Escuela {n}", f"Prof. {n}", 100 * n, date(2026, 3, n), "activo"] for n in range(1, 7)]
    heading = ["Unidad Educativa", "Director(a)", "Alumnos matriculados", "Convenio firmado", "Estado"]
    loaded = dataset(xlsx(Aliadas=[heading, *rows]))
    assert len(loaded.tables["sessions"]) == 0


def test_spanish_letters_for_men_and_women_are_parts() -> None:
    rows = [[date(2026, 3, day), "Biblioteca", 5 + day, 14, None] for day in (3, 10, 17)]
    sessions = read(xlsx(Log=[["Fecha", "Lugar", "M", "H", "Observaciones"], *rows])).tables["sessions"]
    assert [row["attended"] for row in sessions] == [22, 29, 36]


def test_abbreviated_parts_add_up() -> None:
    rows = [[f"{month} 2026", 30 + n, 10, 4] for n, month in enumerate(("enero", "febrero", "marzo"))]
    months = read(xlsx(Mes=[["Mes", "Niñez", "Adolesc.", "Adultos"], *rows])).tables["sessions"]
    assert [row["attended"] for row in months] == [44, 45, 46]


def test_loans_of_juniors_and_adults_are_no_people() -> None:
    rows = [[f"{month} 2026", 34 + n, 28, 421, 416] for n, month in enumerate(("Jan", "Feb", "Mar"))]
    heads = [[None, "Rhymetime", None, "Issues", None], ["Month", "Children", "Adults", "Junior", "Adult"]]
    book = book_of(("26", [*heads, *rows], ["B1:C1", "D1:E1"]))()
    assert [row["attended"] for row in read(book).tables.get("sessions", [])] in ([62, 63, 64], [])


#: Three workshops, a column each: 8 sessions with 80 people on 6 days.
WORKSHOPS = [
    ["Fecha", "Bebeteca", "Ajedrez", "Club"],
    ["2026-08-03", None, None, 11],
    ["2026-08-05", 12, 6, None],
    ["2026-08-07", None, None, 8],
    ["2026-08-08", 13, None, None],
    ["2026-08-10", None, 9, 10],
    ["2026-08-12", 11, None, None],
    ["2026-08-15", None, None, None],
]


def test_columns_of_workshops_may_each_be_a_session() -> None:
    """Unanswered, a row may be several sessions, or none; answered, each number is one."""
    data = xlsx(Registro=WORKSHOPS)
    open_value = evaluate(dataset(data, row_is="session"), as_of=AS_OF, metrics=["sessions_held"]).values[0]
    assert open_value.certainty == "partial"
    found = dataset(data, row_is="session", head_count="each")
    values = evaluate(found, as_of=AS_OF, metrics=METRICS).values
    assert [(value.value, value.certainty) for value in values] == [(80, "at_least"), (8, "at_least")]


@pytest.mark.parametrize(("heading", "visits"), [("Adults/children", 31), ("Attendance", 11)])
def test_two_numbers_in_a_cell_are_two_parts(heading: str, visits: int) -> None:
    """4/7 + 9/11: 31 people in two parts; below one word, the smaller number is that of those present."""
    rows = [["Date", heading], ["2026-09-10", "4/7"], ["2026-09-17", "9/11"]]
    rows[2][1] = "7/13" if heading == "Attendance" else "9/11"
    found = evaluate(dataset(xlsx(Log=rows), row_is="session"), as_of=AS_OF, metrics=["attendance_total"])
    assert found.values[0].value == visits


def test_note_about_percentages_leaves_no_counts() -> None:
    rows = [["Note: attendance is in percent (%) of the class"], [], ["Date", "Section", "Attendance"]]
    rows += [["2026-09-01", "5-Rizal", 92], ["2026-09-03", "6-Del Pilar", 88], ["2026-09-08", "5-Rizal", 95]]
    found = dataset(xlsx(Log=rows))
    assert evaluate(found, as_of=AS_OF, metrics=["attendance_total"]).values[0].value is None
    assert "percent-not-count" in codes(found)


def test_how_many_of_things_with_a_price_are_no_people() -> None:
    rows = [
        ["WISH LIST 2026"],
        ["ano", "ilan", "mga magkano isa"],
        ["bentilador", 2, 1400],
        ["banig", 5, 250],
    ]
    rows += [["whiteboard", 1, 850], ["krayola", 30, 45]]
    assert (
        evaluate(dataset(xlsx(wish=rows)), as_of=AS_OF, metrics=["attendance_total"]).values[0].value is None
    )


@pytest.mark.parametrize(
    ("typed", "count"), [("38 (van 79)", 38), ("IIIII IIIII II", 12), ("29 (so far 108)", 29)]
)
def test_running_total_and_strokes_are_read_as_one_count(typed: str, count: int) -> None:
    rows = [["Date", "Title", "Attendance"], ["2026-07-20", "Craft", 41], ["2026-07-21", "Film", typed]]
    assert [row["attended"] for row in read(xlsx(Log=rows)).tables["sessions"]] == [41, count]


def test_answer_about_unknown_columns_leaves_known_parts_one_session() -> None:
    rows = [["Date", "Kids", "Adults"], ["2026-03-05", 12, 3], ["2026-03-12", 9, 4]]
    found = dataset(xlsx(Log=rows), head_count="each")
    values = evaluate(found, as_of=AS_OF, metrics=METRICS).values
    assert [value.value for value in values] == [28, 2]


@pytest.mark.parametrize("young", ["Under 5s", "U5s", "0-4", "5 to 11s"])
def test_carers_next_to_ages_of_children_are_added(young: str) -> None:
    rows: list[list[Any]] = [["Date", young, "Parents / carers", "Led by"]]
    rows += [["2026-09-07", 7, 6, "Tom"], ["2026-09-14", 9, 10, "Gill"]]
    assert number(xlsx(Log=rows), "attendance_total") == (32, "exact")


def test_books_next_to_people_are_no_part_of_them() -> None:
    rows: list[list[Any]] = [["Date", "School", "# students", "free books handed out"]]
    rows += [["2026-09-07", "Lakeview", 44, 40], ["2026-09-14", "Pine Hollow", 38, 0]]
    assert number(xlsx(Log=rows), "attendance_total") == (82, "exact")


def test_class_that_did_not_come_is_no_session() -> None:
    rows: list[list[Any]] = [["Date", "Class", "Boys", "Girls", "Present"]]
    rows += [[f"2026-07-{day:02}", "VI", 17, day, 17 + day] for day in range(1, 8)]
    rows += [["2026-07-10", "VI", None, None, "Did not come (unit test)"]]
    assert number(xlsx(July=rows), "sessions_held") == (7, "exact")
    assert number(xlsx(July=rows), "attendance_total") == (147, "exact")


def test_audience_in_numbers_counts_people() -> None:
    rows: list[list[Any]] = [["Fecha", "Título", "Público"], ["2026-10-03", "Lobos", "33 pers."]]
    rows += [["2026-10-17", "Bichos", "38 niños y padres"], ["2026-10-24", "Nieve", 41]]
    assert number(xlsx(Hoja=rows), "attendance_total") == (112, "exact")


def test_children_among_loans_are_books() -> None:
    rows: list[list[Any]] = [["Month", "Hindi", "Children", "Total issued", "Renewals", "Returned"]]
    rows += [["Apr 2026", 85, 122, 207, 68, 195], ["May 2026", 121, 256, 377, 69, 345]]
    assert number(xlsx(Circulation=rows), "attendance_total")[0] is None
    rows = [["Month", "Adults", "Children", "Issued", "Returned"], ["Apr 2026", 85, 122, 68, 195]]
    assert number(xlsx(Desk=rows), "attendance_total")[0] == 207


def test_chicos_are_people_in_two_blocks() -> None:
    days = ["2026-10-01", "2026-10-06", "2026-10-08"]
    counts = [
        [day, first, "Silvina", None, day, second, "Hernán"]
        for day, first, second in zip(days, (8, 11, 9), (15, 17, 14), strict=True)
    ]
    heads = ["Día", "Chicos", "Tallerista", None, "Día", "Chicos", "Tallerista"]
    data = xlsx(Oct=[["TURNO MAÑANA", None, None, None, "TURNO TARDE"], heads, *counts])
    assert (number(data, "sessions_held")[0], number(data, "attendance_total")[0]) == (6, 74)


def test_week_below_the_weekdays_is_their_total() -> None:
    days = [["Mon", "Story hour", "IIII/ IIII/ III", "IIII"], ["Tue", "Story hour", "IIII/ IIII", "II"]]
    days += [["Wed", "Homework", "IIII/ II", "–"], ["Thu", "Story hour", "IIII/ IIII/ I", "IIII/ I"]]
    rows = [
        ["Tally 2 – 6 Nov 2026"],
        ["Day", "Programme", "Children", "Parents"],
        *days,
        [],
        ["Week", "children", 40, None],
    ]
    assert number(xlsx(Tally=rows), "sessions_held")[0] == 4
    assert number(xlsx(Tally=rows), "attendance_total")[0] == 40 + 12


def test_direct_beneficiaries_came_and_indirect_ones_did_not() -> None:
    heads = ["Library", "Date of activity", "Direct beneficiaries", "Indirect beneficiaries", "Total reach"]
    rows = [["Wyra", f"2026-08-{day:02d}", 30 + day, 100, 130 + day] for day in (3, 10, 17)]
    assert number(xlsx(MIS=[heads, *rows]), "attendance_total")[0] == 120


@pytest.mark.parametrize(
    ("headings", "people"),
    [(["Men", "Women", "Children"], 19), (["Gents", "Ladies", "Kids"], 19), (["Male", "Female", "Kids"], 9)],
)
def test_children_are_not_among_men_and_women(headings: list[str], people: int) -> None:
    """Four men, 5 women and 10 children are 19 people; 10 children cannot be among 9 males and females."""
    rows = [["Date", "Topic", *headings], *([f"2026-03-0{day}", "Talk", 4, 5, 10] for day in (2, 3, 4))]
    data = xlsx(Log=rows)
    assert number(data, "attendance_total") == (3 * people, "exact" if people > 10 else "partial")
    is_asked = any(q.id.endswith("head_count") for q in read(data).reading.sheets[0].questions)
    assert is_asked == (people < 10)


@pytest.mark.parametrize("heading", ["babies + grown ups", "Kids/adults", "Niños y adultos"])
def test_heading_of_several_parts_counts_everyone(heading: str) -> None:
    rows = [["When", "What", heading], *([f"2026-03-0{day}", "Rhymes", day + 10] for day in (2, 3, 4))]
    assert number(xlsx(Log=rows), "attendance_total")[0] == 39


def test_place_called_sum_is_no_total() -> None:
    """SUM is a room: salón de usos múltiples."""
    rows = [["Fecha", "Actividad", "Lugar", "Asistentes"], ["2026-07-04", "Títeres", "SUM", 23]]
    rows += [["2026-07-08", "Cuentos", "Patio", 31], ["2026-07-11", "Poesía", "SUM", 26]]
    rows += [[None, None, "Sum", 80]]
    assert number(xlsx(Julio=rows), "attendance_total") == (80, "exact")
    assert number(xlsx(Julio=rows), "sessions_held")[0] == 3


def test_total_of_a_quarter_is_not_compared() -> None:
    rows = [["Día", "Sesión", "Asistentes"], ["2026-03-05", "Cuentos", 14], ["2026-03-12", "Poesía", 12]]
    rows += [["Total", None, 26], [], ["Total trimestre", None, 156]]
    assert "totals-disagree" not in codes(read(xlsx(Marzo=rows)))
    rows[-1][0] = "Total"
    assert "totals-disagree" in codes(read(xlsx(Marzo=rows)))


def test_strokes_next_to_their_number_count_once() -> None:
    rows = [["Sabado", "Lalaki (tally)", "Babae (tally)", "Lalaki", "Babae", "Total"]]
    rows += [["2026-08-01", "IIII/ III", "IIII/ I", 8, 6, 14], ["2026-08-08", "IIII", "II", 4, 2, 6]]
    rows += [["2026-08-15", "IIII/", "III", 5, 3, 8]]
    assert number(xlsx(Tally=[["Kwentuhan"], *rows]), "attendance_total") == (28, "exact")


@pytest.mark.parametrize("heads", [("Grade 1", "Grade 2"), ("Toddlers", "Babies"), ("Pupils", "Parents")])
def test_equal_numbers_of_two_groups_both_count(heads: tuple[str, str]) -> None:
    rows = [["Date", "Program", *heads], ["2026-03-01", "Story hour", 10, 10]]
    rows += [["2026-03-08", "Story hour", 12, 12], ["2026-03-15", "Story hour", 9, 9]]
    assert number(xlsx(Log=rows), "attendance_total")[0] == 62


def test_headings_two_rows_tall_join_a_label_over_others() -> None:
    rows = [["Mes", "Fecha", "Actividad", "ASISTENTES", None, None, None, None, None]]
    rows += [[None, None, None, "Hombres", "Mujeres", "Niños", "Niñas", "Total", "Obs."]]
    rows += [
        ["SEPTIEMBRE", "02/09/2026", "Círculo", 3, 9, 0, 0, 12],
        [None, "09/09/2026", "Cuento", 1, 6, 8, 11, 26],
    ]
    rows += [[None, None, "Subtotal septiembre", 4, 15, 8, 11, 38]]
    data = xlsx(Visitas=[["Registro de usuarios"], [], *rows])
    assert [number(data, name)[0] for name in ("sessions_held", "attendance_total")] == [2, 38]


def test_words_joined_in_a_heading_are_read_apart() -> None:
    rows = [["EventID", "EventDate", "Venue", "AudienceCount"], ["E1", "2026-01-02", "Hall B", 513]]
    rows += [["E2", "2026-02-02", "Hall A", 514], ["E3", "2026-03-02", "Hall B", 640]]
    assert number(xlsx(Events=rows), "attendance_total") == (1667, "exact")


def test_count_of_hall_and_online_together_is_everyone() -> None:
    rows: list[list[Any]] = [["Date", "Registered", "In hall", "Online (Zoom)", "Attended (hall+online)"]]
    rows += [["2026-07-18", 45, 22, 14, 36], ["2026-08-08", 60, 41, 23, 64], ["2026-09-26", 40, 19, 11, None]]
    rows += [["2026-10-17", 52, 33, 20, 53]]
    assert [row["attended"] for row in read(xlsx(Log=rows)).tables["sessions"]] == [36, 64, 30, 53]


@pytest.mark.parametrize(
    ("headings", "counts", "visits", "certainty"),
    [
        (["Kids", "Parents", "Adults"], [18, 6, 4], 28, "exact"),  # more parents than adults
        (["Kids", "Adults", "Parents"], [18, 9, 6], 27, "partial"),  # may be among the adults
        (["Kids", "Adults", "Parents", "Total"], [18, 9, 6, 33], 33, "exact"),
        (["Kids", "Adults", "Parents", "Total"], [18, 9, 6, 27], 27, "exact"),
        (["Kids", "Parents", "Mga boluntaryo"], [18, 6, 4], 24, "exact"),
        (["Kids", "Parents", "Voluntarios"], [18, 6, 4], 24, "exact"),
        (["Kids", "gr-ups"], [18, 6], 24, "exact"),
        (["Kids", "Volunteers", "Total"], [18, 2, 20], 18, "exact"),
        (["Kids", "Adults", "Boluntaryo", "Total"], [18, 9, 2, 29], 27, "exact"),
    ],
)
def test_parents_may_be_among_the_adults(
    headings: list[str], counts: list[int], visits: int, certainty: str
) -> None:
    rows: list[list[object]] = [["Date", "Place", *headings]]
    rows += [[f"2026-10-{8 + 7 * n:02d}", "Daycare", *counts] for n in range(3)]
    assert number(xlsx(Log=rows), "attendance_total") == (3 * visits, certainty)
    assert not read(xlsx(Log=rows)).tables["sessions"][0].get("volunteer_hours")


@pytest.mark.parametrize("parts", [("Attended Female", "Attended Male"), ("AttendedFemale", "AttendedMale")])
def test_attended_is_everyone_next_to_its_parts(parts: tuple[str, str]) -> None:
    rows: list[list[object]] = [["Date", "Topic", "Registered", "Attended", *parts]]
    rows += [["2026-07-27", "Python", 49, 32, None, None], ["2026-08-03", "Python", 49, 23, 11, 12]]
    rows += [["2026-08-10", "Python", 49, 15, 5, 10]]
    assert number(xlsx(Log=rows), "attendance_total") == (70, "exact")


def test_blank_ages_of_programs_for_one_age_are_none() -> None:
    rows: list[list[object]] = [["Date", "Program", "0-5", "6-11", "12-18", "19+", "General Interest"]]
    counts = [(21, 0), (9, 1), (7, 2), (14, 3), (84, 4)]
    for day, (count, place) in enumerate(counts, 1):
        own: list[object] = [None] * 5
        own[place] = count
        rows.append([f"2026-07-{day:02d}", f"Program {day}", *own])
    assert number(xlsx(Log=rows), "attendance_total") == (135, "exact")


@pytest.mark.parametrize("title", ["SELF-DIRECTED ACTIVITIES", "Passive programs", "Recorded content"])
def test_activities_without_a_session_are_no_visits(title: str) -> None:
    rows: list[list[object]] = [[title], ["Start", "End", "Activity", "Participants"]]
    rows += [["2026-07-01", "2026-07-31", "Paper fish", 140], ["2026-07-06", "2026-07-19", "StoryWalk", 63]]
    assert number(xlsx(Log=rows), "attendance_total")[0] is None


def test_headings_may_be_above_a_blank_row() -> None:
    rows: list[list[object]] = [["when", "where", "who came", "notes to self"], []]
    rows += [["2026-09-02", "Riverside", 12, None], ["2026-09-09", "Riverside", 13, None]]
    assert number(xlsx(Log=rows), "attendance_total") == (25, "exact")


def test_signed_list_is_that_of_a_session_of_the_log() -> None:
    log: list[list[object]] = [["Petsa", "Gawain", "Dumalo"], ["2026-02-14", "Kuwentuhan", 34]]
    log += [["2026-04-18", "Pagsasanay", 6]]
    names = ["Aida Cruz", "Belen Uy", "Carmen Diaz", "Delia Lim", "Ester Ong", "Fe Sy"]
    sheet = [["ATTENDANCE SHEET – Pagsasanay, Abril 18, 2026"], [], ["Blg.", "Pangalan", "Lagda"]]
    sheet += [[n, name, "(nilagdaan)"] for n, name in enumerate(names, 1)]
    data = xlsx(**{"Report": log, "Attendance Abril 18": sheet})
    assert number(data, "sessions_held")[0] == 2
    assert number(data, "attendance_total")[0] == 40


def test_label_of_story_times_counts_those_who_came() -> None:
    rows: list[list[object]] = [[None, "Story Times", None], ["Date", "Kids", "Adults"]]
    rows += [["2026-07-01", 12, 4], ["2026-07-08", 15, 6], ["2026-07-15", 9, 3]]
    assert number(xlsx(Log=rows), "attendance_total") == (49, "exact")


@pytest.mark.parametrize(
    "heading", ["Participantes", "Participants", "No. of participants", "Pax", "Kalahok"]
)
@pytest.mark.parametrize("name", ["Nombre", "Name", "Pangalan"])
def test_events_by_name_with_numbers_of_participants_are_sessions(name: str, heading: str) -> None:
    rows: list[list[object]] = [["id", name, "Date", heading], ["a1", "Jornada Hospital", "2026-03-02", 35]]
    rows += [["a2", "Formación Voluntarios", "2026-03-04", 22], ["a3", "Charla Donaciones", "2026-03-09", 18]]
    data = xlsx(Log=rows)
    assert number(data, "sessions_held") == (3, "exact")
    assert number(data, "attendance_total") == (75, "exact")


@pytest.mark.parametrize("heading", ["Participants", "People"])
def test_numbers_next_to_names_on_one_day_are_not_sessions(heading: str) -> None:
    """Families sign in with the number of their members: two days, and not six sessions."""
    rows: list[list[object]] = [["Date", "Name", heading]]
    rows += [["2026-06-03", "Ana Cruz", 4], ["2026-06-03", "Ben Lim", 3], ["2026-06-03", "Cora Uy", 2]]
    rows += [["2026-06-10", "Ana Cruz", 3], ["2026-06-10", "Ben Lim", 3], ["2026-06-10", "Dan Reyes", 5]]
    data = xlsx(Log=rows)
    assert number(data, "sessions_held") == (2, "exact")
    assert number(data, "attendance_total") == (6, "at_least")


def test_nan_of_an_export_is_no_remark() -> None:
    rows: list[list[object]] = [["Date", "Title", "Participants"], ["2026-03-02", "Craft", 35]]
    rows += [["2026-03-04", "Craft", "NaN"], ["2026-03-09", "Craft", 12]]
    found = read(xlsx(Log=rows))
    assert [row["attended"] for row in found.tables["sessions"]] == [35, None, 12]
    assert not found.reading.sheets[0].questions
