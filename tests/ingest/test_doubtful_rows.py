"""Rows that count although a remark, a section or a strikethrough suggests that they may not."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest.answers import check_answers, collect_questions, find_answer, make_answers
from libcollab_metrics.metrics import evaluate
from tests.support.sheets import codes, dataset, imported, read, sheet, xlsx

HEADINGS: list[object] = ["Date", "Program", "How many came", "Remarks"]
#: A negated verb that does not say that the session was not held.
UNSURE = ["not able to count", "no se llevó registro", "no llegaron los libros", "didn't go well"]
AS_OF = date(2026, 11, 1)
MARCH = [f"2026-03-{day:02}" for day in (2, 9, 16, 23, 30)]


def log(*remarks: object, numbers: tuple[object, ...] = (10, 11, 12, 13, 14)) -> bytes:
    rows = [[day, "Story hour", number] for day, number in zip(MARCH, numbers, strict=True)]
    return xlsx(Log=[HEADINGS, *([*row, remark] for row, remark in zip(rows, remarks, strict=True))])


def cross_out(data: bytes, row: int) -> bytes:
    book = load_workbook(io.BytesIO(data))
    for cell in book.active[row]:
        cell.font = Font(strike=True)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def figures(data: bytes, **answers: object) -> dict[str, tuple[float | None, str]]:
    found = evaluate(dataset(data, **answers), as_of=AS_OF, metrics=["attendance_total", "sessions_held"])
    return {value.metric: (value.value, value.certainty) for value in found.values}


def questions(data: bytes) -> list[str]:
    ids = [asked.id.removeprefix("sheets.Log.") for asked in sheet(read(data), "Log").questions]
    by_entry = ("doubtful_rows", "uncounted_rows")
    return [key if (key := name.partition(".")[0]) in by_entry else name for name in ids]


@pytest.mark.parametrize(
    "remark",
    [
        "entered twice?",
        "same group as in B9, already counted",
        "por error",
        "nadoble ang lista",
        "class cancelled",
    ],
)
def test_doubtful_remark_is_asked_about(remark: str) -> None:
    data = log(None, remark, None, None, None)
    assert "doubtful_rows" in questions(data)
    assert "remark-open" in codes(read(data))
    assert figures(data)["attendance_total"] == (60, "at_most")
    assert figures(data, doubtful_rows="count")["attendance_total"] == (60, "exact")
    assert figures(data, doubtful_rows="leave-out") == {
        "attendance_total": (49, "exact"),
        "sessions_held": (4, "exact"),
    }


@pytest.mark.parametrize("remark", ["good group", "2 families cancelled", "Ana read two books"])
def test_other_remarks_raise_no_question(remark: str) -> None:
    data = log(None, remark, None, None, None)
    assert "doubtful_rows" not in questions(data)
    assert figures(data)["attendance_total"] == (60, "exact")


def test_understood_remark_is_not_asked_about_again() -> None:
    """A cancelled session counts nothing, so its remark cannot change a figure."""
    data = log(None, "cancelled - rain", None, None, None, numbers=(10, None, 12, 13, 14))
    assert not {"doubtful_rows", "uncounted_rows"} & set(questions(data))
    assert figures(data)["sessions_held"] == (4, "exact")


def test_crossed_out_row_is_asked_about() -> None:
    data = cross_out(log(None, None, None, None, None), 3)
    assert "doubtful_rows" in questions(data)
    assert figures(data)["attendance_total"] == (60, "at_most")
    assert figures(data, doubtful_rows="leave-out")["attendance_total"] == (49, "exact")


def test_one_crossed_out_cell_does_not_matter() -> None:
    book = load_workbook(io.BytesIO(log(None, None, None, None, None)))
    book.active["B3"].font = Font(strike=True)
    output = io.BytesIO()
    book.save(output)
    assert "doubtful_rows" not in questions(output.getvalue())


def test_rows_below_planned_are_asked_about() -> None:
    rows = [
        [day, "Story hour", number, None] for day, number in zip(MARCH, (10, 11, 12, 13, 14), strict=True)
    ]
    data = xlsx(Log=[HEADINGS, *rows[:3], ["Planned"], *rows[3:]])
    assert "doubtful_rows" in questions(data)
    assert figures(data, doubtful_rows="leave-out")["attendance_total"] == (33, "exact")


@pytest.mark.parametrize(
    "remark", ["van puncture on the way", "turned back at the river", "may bagyo", *UNSURE]
)
def test_remark_in_place_of_number_is_asked_about(remark: str) -> None:
    data = log(None, remark, None, None, None, numbers=(10, None, 12, 13, 14))
    assert "uncounted_rows" in questions(data)
    assert figures(data)["sessions_held"] == (5, "at_most")
    assert figures(data, uncounted_rows="held")["sessions_held"] == (5, "exact")
    assert figures(data, uncounted_rows="cancelled")["sessions_held"] == (4, "exact")


@pytest.mark.parametrize(
    "remark", ["did not reach, flooded", "no volunteers, didn't open", "hindi nakarating"]
)
def test_negated_verb_in_place_of_number_cancels(remark: str) -> None:
    data = log(None, remark, None, None, None, numbers=(10, None, 12, 13, 14))
    assert "uncounted_rows" not in questions(data)
    assert figures(data)["sessions_held"] == (4, "exact")


@pytest.mark.parametrize("remark", ["forgot to count", "hindi nabilang", "se perdió la hoja"])
def test_remark_about_missing_count_is_held(remark: str) -> None:
    data = log(None, remark, None, None, None, numbers=(10, None, 12, 13, 14))
    assert "uncounted_rows" not in questions(data)
    assert figures(data)["sessions_held"] == (5, "exact")


def test_unpaid_expense_is_asked_about() -> None:
    rows: list[list[object]] = [
        ["Date", "From", "To", "Amount", "Status", "Remarks"],
        ["2026-03-02", "library", "Printer", 500, "spent", None],
        ["2026-03-03", "library", "Caterer", 300, "spent", "not yet paid"],
    ]
    data = xlsx(Log=rows)
    assert "doubtful_rows" in questions(data)
    found = evaluate(dataset(data), as_of=AS_OF, metrics=["cost_cash"]).values[0]
    assert (found.value, found.certainty) == (800, "at_most")
    left = evaluate(dataset(data, doubtful_rows="leave-out"), as_of=AS_OF, metrics=["cost_cash"]).values[0]
    assert left.value == 500


def test_undated_sum_of_the_rows_above_is_asked_about() -> None:
    rows: list[list[object]] = [
        ["Date", "From", "To", "Amount", "Status"],
        ["2026-03-02", "library", "Printer", 500, "spent"],
        ["2026-03-03", "library", "Caterer", 300, "spent"],
        [None, "library", "Van", 800, "spent"],
    ]
    data = xlsx(Log=rows)
    assert "doubtful_rows" in questions(data)
    found = evaluate(dataset(data), as_of=AS_OF, metrics=["cost_cash"]).values[0]
    assert (found.value, found.certainty) == (1600, "at_most")
    rows[3][3] = 700
    assert "doubtful_rows" not in questions(xlsx(Log=rows))
    rows[3][3], rows[3][0] = 800, "2026-03-04"
    assert "doubtful_rows" not in questions(xlsx(Log=rows))


def test_row_without_any_number_is_asked_about() -> None:
    """The reason is where other rows say who was on duty."""
    rows: list[list[object]] = [["Date", "Kids", "Adults", "Toys out", "On duty"]]
    rows += [[day, 10, 5, 20, "Trish"] for day in MARCH]
    rows[3][1:] = [None, None, None, "chickenpox"]
    data = xlsx(Log=rows)
    assert "uncounted_rows" in questions(data)
    assert figures(data)["sessions_held"] == (5, "at_most")
    rows[3][3] = 4
    assert "uncounted_rows" not in questions(xlsx(Log=rows))


def test_refund_with_a_negative_amount_is_not_doubtful() -> None:
    rows: list[list[object]] = [
        ["Date", "From", "To", "Amount", "Status", "Remarks"],
        ["2026-03-02", "library", "Printer", 500, "spent", None],
        ["2026-03-03", "library", "Printer", -80, "spent", "refund"],
    ]
    assert "doubtful_rows" not in questions(xlsx(Log=rows))
    rows[2][3] = 80
    assert "doubtful_rows" in questions(xlsx(Log=rows))


def test_blank_last_stage_explains_not_yet() -> None:
    rows: list[list[object]] = [["School", "Books sent", "Books received", "Remarks"]]
    rows += [["Bwera", 120, 118, None], ["Kisinga", 80, 80, None], ["Karambi", 60, None, "not yet confirmed"]]
    assert "doubtful_rows" not in questions(xlsx(Log=rows))
    rows[3][2] = 60
    assert "doubtful_rows" in questions(xlsx(Log=rows))


def test_sentence_among_names_is_asked_about() -> None:
    rows: list[list[object]] = [["Date", "Name", "Grade"], ["2026-03-02", "Ana Cruz", "G4"]]
    rows += [["2026-03-03", "Ben Uy came, entered twice", "G4"], ["2026-03-03", "Carla Sy", "G5"]]
    assert "doubtful_rows" in questions(xlsx(Log=rows))
    rows[2][1] = "Ben Uy"
    assert "doubtful_rows" not in questions(xlsx(Log=rows))


def test_notice_among_titles_is_asked_about() -> None:
    rows: list[list[object]] = [["Date", "What", "Head count", "Notes"]]
    rows += [[day, "Lego", 10, None] for day in MARCH]
    rows[2][3], rows[3] = "called off - heating", [MARCH[2], "Independence Day", None, None]
    rows[2][2] = None
    assert "uncounted_rows" in questions(xlsx(Log=rows))
    rows[3][1] = "Story walk"
    assert "uncounted_rows" not in questions(xlsx(Log=rows))


@pytest.mark.parametrize("title", ["CLOSED - Juneteenth", "(rain, cancelled)", "Festivo"])
def test_title_that_calls_the_session_off_is_read(title: str) -> None:
    """Of four days, one has no number and a title that says why: three sessions were held."""
    rows: list[list[object]] = [["Date", "What", "Head count"], *([day, "Lego", 10] for day in MARCH)]
    rows[3] = [MARCH[2], title, None]
    assert "uncounted_rows" not in questions(xlsx(Log=rows))
    found = read(xlsx(Log=rows)).tables["sessions"]
    assert [row["status"] for row in found] == ["held", "held", "cancelled", *["held"] * (len(MARCH) - 3)]


def test_row_below_the_total_is_asked_about() -> None:
    rows: list[list[object]] = [["School", "Books received"], ["Ashby", 240], ["Holy Cross", 180]]
    rows += [["Meadow", 150], ["All", 570], ["2024 for comparison", 850]]
    assert "doubtful_rows" in questions(xlsx(Log=[["Books given away"], *rows]))
    assert "doubtful_rows" not in questions(xlsx(Log=[["Books given away"], *rows[:-1]]))


def test_section_of_facilitators_is_asked_about() -> None:
    rows: list[list[object]] = [["Training"], ["No.", "Name", "School", *MARCH[:2]]]
    rows += [[1, "Ana Cruz", "Bulo", "/", "/"], [2, "Ben Uy", "Bulo", "/", None], ["FACILITATORS"]]
    rows += [[1, "Edna Sumulong", "Office", "/", "/"]]
    assert "doubtful_rows" in questions(xlsx(Log=rows))
    found = evaluate(dataset(xlsx(Log=rows)), as_of=AS_OF, metrics=["participants_unique"]).values[0]
    assert (found.value, found.certainty) == (3, "partial")
    rows[4] = ["GRADE 5"]
    assert "doubtful_rows" not in questions(xlsx(Log=rows))


def test_remark_that_begins_with_no_is_asked_about() -> None:
    rows: list[list[object]] = [["When", "How many", "What we did"]]
    rows += [[day, 20 + n, "Bubbles"] for n, day in enumerate(MARCH)]
    rows[3][1:] = [None, "NO RHYMETIME - boiler broken"]
    assert "uncounted_rows" in questions(xlsx(Log=rows))
    rows[3][2] = "Nosy bears"
    assert "uncounted_rows" not in questions(xlsx(Log=rows))


def test_last_payments_without_a_day_are_asked_about() -> None:
    rows: list[list[object]] = [["Date", "Item", "Amount"]]
    rows += [[day, "Paper", 100] for day in MARCH[:3]] + [[None, "Cash advance", 400]]
    data = xlsx(Log=[["Expenses"], *rows])
    assert "doubtful_rows" in questions(data)
    found = evaluate(dataset(data), as_of=AS_OF, metrics=["cost_cash"]).values[0]
    assert (found.value, found.certainty) == (700, "at_most")
    rows[4][0] = MARCH[3]
    assert "doubtful_rows" not in questions(xlsx(Log=[["Expenses"], *rows]))


@pytest.mark.parametrize(("label", "is_doubtful"), [("Left over", True), ("Leftville School", False)])
def test_label_in_place_of_a_school_is_asked_about(label: str, is_doubtful: bool) -> None:
    rows: list[list[object]] = [["School", "Books delivered"], ["San Roque", 50], ["Silang", 60], [label, 35]]
    assert ("doubtful_rows" in questions(xlsx(Log=[["Books"], *rows]))) == is_doubtful


@pytest.mark.parametrize(
    ("label", "is_doubtful"), [("Passing", True), ("Target", True), ("Goal, Ana", False)]
)
def test_label_in_place_of_a_learner_is_asked_about(label: str, is_doubtful: bool) -> None:
    rows: list[list[object]] = [["Name", "Pretest", "Posttest"], ["Ana Cruz", 5, 8], ["Ben Uy", 6, 7]]
    assert ("doubtful_rows" in questions(xlsx(Log=[*rows, [label, 7, 7]]))) == is_doubtful


def test_tutors_among_students_are_asked_about() -> None:
    rows: list[list[object]] = [["Date", "Name", "Student or tutor?"], [MARCH[0], "Ana Cruz", "tutor"]]
    rows += [[MARCH[0], "Ben Uy", "student"], [MARCH[1], "Carla Sy", "student"]]
    assert "doubtful_rows" in questions(xlsx(Log=rows))
    rows[1][2] = "student"
    assert "doubtful_rows" not in questions(xlsx(Log=rows))


def test_title_that_may_call_a_session_off_is_asked_about() -> None:
    rows: list[list[object]] = [["Date", "Activity", "Attendance"]]
    rows += [[day, "Story hour", 12] for day in MARCH[:4]]
    rows[2][1:] = ["NO RHYMETIME, boiler broken", None]
    assert "uncounted_rows" in questions(xlsx(Log=rows))
    rows[2][1] = "Story walk"
    assert "uncounted_rows" not in questions(xlsx(Log=rows))


def test_negative_amount_entered_twice_is_asked_about() -> None:
    rows: list[list[object]] = [["Date", "Item", "Amount", "Remarks"], ["2026-03-02", "Paper", 500, None]]
    rows += [["2026-03-03", "Paper", -80, "entered twice"], ["2026-03-04", "Ink", 30, None]]
    assert "doubtful_rows" in questions(xlsx(Log=[["Expenses"], *rows]))


@pytest.mark.parametrize(
    ("typed", "is_asked"), [("walay klase - fiesta", True), ("cx - Ms. Jo sick", True), ("lots!", False)]
)
def test_text_in_place_of_a_number_is_asked_about(typed: str, is_asked: bool) -> None:
    data = log(None, None, None, None, None, numbers=(10, typed, 12, 13, 14))
    assert ("uncounted_rows" in questions(data)) == is_asked
    assert figures(data)["sessions_held"] == (5, "at_most" if is_asked else "exact")


def test_diary_row_that_begins_with_no_is_asked_about() -> None:
    rows: list[list[object]] = [["Petsa", "Nangyari"], ["2026-03-01", "Dumalo: 21 bata. Binasa ang Pilong."]]
    rows += [["2026-03-08", "Malakas ang alon. Walang basa."], ["2026-03-15", "Dumalo: 18 bata."]]
    data = xlsx(Log=rows)
    assert figures(data, row_is="session")["sessions_held"] == (3, "at_most")
    assert figures(data, row_is="session", uncounted_rows="cancelled")["sessions_held"] == (2, "exact")


def test_transfer_to_own_savings_is_asked_about() -> None:
    """The number of an account before the word limits the remark to nothing; "2 returned" is a part."""
    head = ["Transaction Date", "Transaction Type", "Transaction Description"]
    rows: list[list[object]] = [[*head, "Debit Amount", "Credit Amount", "Balance"]]
    rows += [
        [date(2026, 9, 1), None, "BALANCE BROUGHT FORWARD", None, None, 1186.4],
        [date(2026, 9, 2), "BGC", "PARISH COUNCIL GRANT", None, 750, 1936.4],
        [date(2026, 9, 4), "DEB", "WATERSTONES 114", 61.94, None, 1874.46],
        [date(2026, 9, 8), "TFR", "TO 40-11-62 00817723 SAVINGS ACCT", 500, None, 1374.46],
        [date(2026, 9, 15), "DEB", "THE WORKS 0932", 23, None, 1351.46],
    ]
    asked = collect_questions(imported(xlsx(Statement=rows), "File.xlsx").reading)
    assert "doubtful_rows" in {question.key for question in asked}
    spent = evaluate(dataset(xlsx(Statement=rows)), metrics=["cost_cash"], as_of=date(2026, 12, 31))
    assert next(iter(spent.values)).certainty != "exact"


def test_bookmobile_that_did_not_go_held_no_session() -> None:
    rows = [["Date", "Stop", "Folks on board", "Remarks"]]
    rows += [[f"2026-01-{day:02}", f"Stop {day}", 9 + day, None] for day in (6, 13, 27)]
    rows += [["2026-01-20", "Grange Hall", None, "DID NOT GO - road iced over"]]
    statuses = [row["status"] for row in read(xlsx(Log=rows), row_is="session").tables["sessions"]]
    assert statuses == ["held", "held", "held", "cancelled"]


@pytest.mark.parametrize("remark", ["no show", "did not come - sick", "no vino", "hindi nakarating"])
def test_remark_that_a_person_did_not_come_is_asked_about(remark: str) -> None:
    """Four visits are listed, and one of them may be none."""
    rows: list[list[object]] = [["Date", "Child", "Minutes", "Notes"]]
    notes = ("sight words", "page 9", "Frog and Toad", "first time")
    people = ("Jaden", "Mateo", "Jaden", "Mateo")
    rows += [[*visit] for visit in zip(MARCH[:4], people, (30, 25, 30, 20), notes, strict=True)]
    rows[2][2:] = [None, remark]
    data = xlsx(Log=[["Tutoring log"], *rows])
    assert "doubtful_rows" in questions(data)
    (total,) = evaluate(dataset(data, program="Tutoring"), as_of=AS_OF, metrics=["attendance_total"]).values
    assert (total.value, total.certainty) == (4, "partial")  # a list that people sign may lack some
    rows[2][3] = "came late"
    assert "doubtful_rows" not in questions(xlsx(Log=[["Tutoring log"], *rows]))


@pytest.mark.parametrize("remark", ["did not come", "absent, funeral", "no show"])
def test_people_without_a_remark_came(remark: str) -> None:
    """Of five teachers on the list of one day, one did not come: the rate is 4 in 5."""
    people = ("Agyeman, Felicia", "Bonsu, Prince", "Dotse, Mawuli", "Fiagbe, Selorm", "Gbeku, Dzifa")
    rows: list[list[object]] = [["No.", "Name", "School", "Notes"]]
    rows += [[n, name, "Battor RC", None] for n, name in enumerate(people, 1)]
    rows[2][3], rows[4][3] = remark, "left after lunch"
    data = xlsx(Log=[["Teachers' workshop, 23 May 2026"], [], *rows])
    found = evaluate(dataset(data), as_of=AS_OF, metrics=["attendance_total", "attendance_rate"])
    assert [found.value_for(name).value for name in ("attendance_total", "attendance_rate")] == [4, 0.8]
    assert "mapping.Notes" in questions(data)


def test_words_in_place_of_the_total_move_a_session() -> None:
    rows: list[list[object]] = [["Petsa", "Ano", "Boys", "Girls", "Lahat"]]
    rows += [
        ["2026-03-07", "Kwentuhan", 18, 21, 39],
        ["2026-03-21", "Puppets", None, None, "ULAN - inusog sa Mar 28"],
    ]
    rows += [["2026-03-28", "Puppets", 22, 25, 47], ["2026-04-11", "Palabas", 31, 38, 69]]
    statuses = [row["status"] for row in read(xlsx(Log=rows)).tables["sessions"]]
    assert statuses.count("held") == 3


@pytest.mark.parametrize("remark", ["NOT RENTED, too much", "lent free by the church - not paid"])
def test_remark_that_nothing_was_paid_is_asked_about(remark: str) -> None:
    rows: list[list[object]] = [["Item", "$", "Pd by"], ["Glue", 18.4, "petty cash"]]
    rows += [["Sticks", 12.99, "petty cash"], ["Robot rental", 150, remark]]
    data = xlsx(Log=[["Cash spent 2026"], *rows])
    assert "doubtful_rows" in questions(data)
    (cost,) = evaluate(dataset(data), as_of=AS_OF, metrics=["cost_cash"]).values
    assert cost.certainty == "at_most"


def test_person_in_charge_among_those_who_signed_is_asked_about() -> None:
    rows: list[list[object]] = [["Fecha", "Nombre y apellido"]]
    rows += [[MARCH[0], name] for name in ("Rosa Huamán", "Elmer Quispe", "Irma Salas (encargada)")]
    assert "doubtful_rows" in questions(xlsx(Log=[["Lista de firmas"], *rows]))


@pytest.mark.parametrize(("helper", "other"), [("mentor", "kid"), ("fac", "bata"), ("vol", "student")])
def test_helpers_of_a_list_are_asked_about(helper: str, other: str) -> None:
    rows: list[list[object]] = [["Date", "Name", "kid/mentor"], [MARCH[0], "Ana Cruz", helper]]
    rows += [[MARCH[0], "Ben Uy", other], [MARCH[1], "Carla Sy", other]]
    assert "doubtful_rows" in questions(xlsx(Log=rows))


@pytest.mark.parametrize(
    "note", ["traspaso, no es gasto", "not an expense", "paid into bank", "Deposit to First Federal"]
)
def test_money_moved_to_another_account_is_asked_about(note: str) -> None:
    rows: list[list[object]] = [
        ["Gastos"],
        ["fecha", "detalle", "S/", "obs"],
        ["2026-05-04", "gasolina", 85, None],
    ]
    rows += [["2026-05-11", "polos", 320, None], ["2026-06-22", "cuenta", 500, note]]
    assert "doubtful_rows" in questions(xlsx(Log=rows))


def test_all_roles_but_the_usual_one_are_asked_about() -> None:
    rows = [["Name", "Role", "2026-09-15", "2026-09-29"]]
    rows += [[f"Reader {n:02}", "Reader", "P", "P"] for n in range(6)]
    rows += [["Ana Cruz", "Librarian", "P", "P"], ["Ben Uy", "Volunteer", "P", "P"]]
    data = dataset(xlsx(Log=rows), marks={"p": "present"})
    found = [cell for issue in data.issues if issue.code == "remark-open" for cell in issue.cells]
    assert found == ["B8", "B9"]


@pytest.mark.parametrize(
    ("line", "visits", "certainty"),
    [
        ("MGA BOLUNTARYO (di kasali sa bilang)", 3, "exact"),
        ("Volunteers - do not count", 3, "exact"),
        ("Voluntarios (no se cuentan)", 3, "exact"),
        ("Mga boluntaryo", 5, "at_most"),
        ("VOLUNTEERS", 5, "at_most"),
    ],
)
def test_heading_says_that_helpers_are_not_counted(line: str, visits: int, certainty: str) -> None:
    rows: list[list[object]] = [["Name", *MARCH[:2]], ["Ana Cruz", "/", "/"], ["Ben Uy", "/", "x"], []]
    data = xlsx(Log=[*rows, [line], ["Ate Joy", "/", "/"]])
    marks = {"/": "present", "x": "absent"}
    found = evaluate(dataset(data, marks=marks), as_of=AS_OF, metrics=["attendance_total"]).values[0]
    assert (found.value, found.certainty) == (visits, certainty)
    counted = evaluate(
        dataset(data, marks=marks, doubtful_rows="count"), as_of=AS_OF, metrics=["attendance_total"]
    )
    assert counted.values[0].value == 5


@pytest.mark.parametrize("words", ["Isinauli sa ingat-yaman ang natira", "Leftover cash turned over"])
def test_cash_that_was_returned_is_asked_about(words: str) -> None:
    rows: list[list[object]] = [
        ["PETTY CASH"],
        ["Date", "Particulars", "Received", "Spent", "Balance"],
        ["2026-06-01", "Cash advance", 5000, None, 5000],
        ["2026-06-05", "Bond paper", None, 4000, 1000],
        ["2026-08-07", words, None, 1000, 0],
    ]
    assert "doubtful_rows" in questions(xlsx(Log=rows))
    found = evaluate(dataset(xlsx(Log=rows)), as_of=AS_OF, metrics=["cost_cash"]).values[0]
    assert (found.value, found.certainty) == (5000, "at_most")


@pytest.mark.parametrize("remark", ["TEST - please ignore (Kim)", "just testing", "es una prueba"])
def test_test_answer_to_a_form_is_asked_about(remark: str) -> None:
    rows: list[list[object]] = [["Timestamp", "The training was useful", "Anything else?"]]
    rows += [["2026-09-24 20:47", "Agree", None], ["2026-09-24 20:48", "Strongly agree", "Great!"]]
    assert "doubtful_rows" not in questions(xlsx(Log=rows))
    assert "doubtful_rows" in questions(xlsx(Log=[*rows, ["2026-09-24 21:00", "Disagree", remark]]))


def test_ticket_of_a_volunteer_is_asked_about() -> None:
    rows: list[list[object]] = [
        ["Order #", "First Name", "Last Name", "Ticket Type", "Attendee Status", "Event Start"],
        [1, "Ana", "Cruz", "Child (ages 3-10)", "Checked In", "2026-10-24"],
        [2, "Ben", "Diaz", "Adult", "Checked In", "2026-10-24"],
        [3, "Cora", "Uy", "Child (ages 3-10)", "Checked In", "2026-10-24"],
    ]
    assert "doubtful_rows" not in questions(xlsx(Log=rows))
    rows.append([4, "Dan", "Lim", "Volunteer / Story Reader", "Checked In", "2026-10-24"])
    assert "doubtful_rows" in questions(xlsx(Log=rows))


def test_each_reason_is_asked_about_and_answered_alone() -> None:
    """10 + 11 + 12 + 13 + 14 = 60; without the cancelled class, 49; without both rows, 36."""
    data = log(None, "class cancelled", None, "entered twice?", None)
    asked = collect_questions(imported(data, "File.xlsx").reading)
    cancelled, twice = [question for question in asked if question.key == "doubtful_rows"]
    assert (cancelled.name, twice.name) == (
        'a remark speaks of "cancelled"',
        'a remark speaks of "entered twice"',
    )
    one = {cancelled.name: "leave-out"}
    assert figures(data, doubtful_rows=one)["attendance_total"] == (49, "at_most")
    assert figures(data, doubtful_rows=one | {twice.name: "count"})["attendance_total"] == (49, "exact")
    both = figures(data, sheets={"Log": {"doubtful_rows": {twice.name: "leave-out"}}}, doubtful_rows=one)
    assert both["attendance_total"] == (36, "exact")


def test_answer_to_one_reason_is_stored_under_its_sheet() -> None:
    reading = imported(log(None, "class cancelled", None, "entered twice?", None), "File.xlsx").reading
    cancelled, twice = [asked for asked in collect_questions(reading) if asked.key == "doubtful_rows"]
    answers = make_answers([(cancelled, "leave-out"), (twice, "count")], reading)
    assert answers == {
        "sheets": {"Log": {"doubtful_rows": {cancelled.name: "leave-out", twice.name: "count"}}}
    }
    assert find_answer(twice, answers) == find_answer(twice, {"doubtful_rows": "count"}) == "count"


@pytest.mark.parametrize("answer", ["perhaps", {"a remark": "perhaps"}])
def test_unknown_answer_about_doubtful_rows_is_rejected(answer: object) -> None:
    with pytest.raises(LibCollabError, match="doubtful_rows"):
        check_answers({"doubtful_rows": answer})


@pytest.mark.parametrize("remark", ["key deposit - not returned", "hindi isinauli", "was never refunded"])
def test_denied_word_is_no_doubt(remark: str) -> None:
    rows = [["Date", "Item", "Paid to", "Amount", "Note"], ["2026-03-02", "Hall", "City", 20, remark]]
    rows += [["2026-03-09", "Snacks", "Kroger", 45, None], ["2026-03-16", "Paper", "Staples", 30, None]]
    assert "doubtful_rows" not in questions(xlsx(Log=[["Expenses"], *rows]))


def test_remark_about_a_tutor_calls_no_one_a_tutor() -> None:
    rows = [["Date", "Learner", "Minutes", "Note"], ["2026-03-02", "Ana Cruz", 60, "Tutor sick"]]
    rows += [["2026-03-09", "Ana Cruz", 60, None], ["2026-03-16", "Ben Diaz", 45, None]]
    reading = imported(xlsx(Log=[["Tutoring log"], *rows]), "File.xlsx").reading
    assert not any("called" in question.text for question in collect_questions(reading))


def test_session_is_asked_about_once() -> None:
    """A remark in place of a number raises one question, and not also whether its row counts."""
    data = log(None, "tentative, ask Ana", None, None, None, numbers=(10, None, 12, 13, 14))
    assert {"uncounted_rows", "doubtful_rows"} & set(questions(data)) == {"uncounted_rows"}
    answered = imported(data, "File.xlsx", uncounted_rows="held").reading
    assert "doubtful_rows" not in {question.key for question in collect_questions(answered)}


def test_question_for_several_tabs_names_its_reason() -> None:
    rows = [HEADINGS, *([day, "Story hour", 10, None] for day in MARCH)]
    tabs = {
        tab: [row if at != 2 else [*row[:3], "class cancelled"] for at, row in enumerate(rows)]
        for tab in "AB"
    }
    tabs["B"][4] = [MARCH[3], "Story hour", 11, "class cancelled"]
    asked = collect_questions(imported(xlsx(**tabs), "File.xlsx").reading)
    question = next(question for question in asked if question.key == "doubtful_rows")
    assert question.text == 'Such a row may not count: a remark speaks of "cancelled". Does it count?'
    assert dict(question.details) == {"A": "1 row (D3).", "B": "2 rows (D3, D5)."}


def test_each_of_a_few_uncounted_sessions_is_asked_about() -> None:
    """One was held and not counted, one is only planned: 3 counted sessions and 1 held."""
    rows: list[list[object]] = [["Date", "What", "Head count", "Notes"]]
    rows += [[f"2026-03-{day:02d}", "Lego", 10] for day in (2, 9, 16)]
    rows += [["2026-03-23", "Lego", None, "see the notebook"], ["2026-03-30", "Lego", None, "to be done"]]
    asked = [q.id for q in sheet(read(xlsx(Log=rows)), "Log").questions if "uncounted" in q.id]
    assert asked == ["sheets.Log.uncounted_rows.D5", "sheets.Log.uncounted_rows.D6"]
    found = figures(xlsx(Log=rows), uncounted_rows={"D5": "held", "D6": "cancelled"})
    assert found["sessions_held"] == (4, "exact")
    assert found["attendance_total"] == (30, "at_least")


def test_helpers_below_a_line_are_apart_from_other_roles() -> None:
    names = (
        "Ana Cruz",
        "Ben Diaz",
        "Carla Reyes",
        "Dan Lim",
        "Eva Santos",
        "Flor Tan",
        "Gina Uy",
        "Hugo Yap",
    )
    people: list[list[object]] = [[n, name, "Student", "(sgd)"] for n, name in enumerate(names, start=1)]
    people[3][2] = "Teacher"
    rows: list[list[object]] = [
        ["Seminar on Fact-Checking"],
        ["Date:", "September 18, 2026"],
        ["No.", "Name", "Position", "Signature"],
        *people,
        ["SECRETARIAT / SPEAKER"],
        [1, "Mendoza, Arvin", "Speaker", "(sgd)"],
        [2, "Reyes, Bea", "Encoder", "(sgd)"],
    ]
    questions = collect_questions(imported(xlsx(Sheet1=rows)).reading)
    assert [question.key for question in questions].count("doubtful_rows") == 3
