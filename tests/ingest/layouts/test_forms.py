"""Form responses: ratings from agreement words, sign-ins from names, the date from the session."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from libcollab_metrics.ingest.answers import collect_questions
from libcollab_metrics.ingest.values.categories import classify_questions, is_agreement_column, parse_rating
from libcollab_metrics.ingest.worker.protocol import to_arrow
from libcollab_metrics.metrics import evaluate
from tests.support.sheets import codes, dataset, imported, number, read, sheet, xlsx

SENT = "3/14/2026 16:27:59"
FORM = [
    [
        "Timestamp",
        "Which session?",
        "I learned something new",
        "I feel more confident",
        "How was the room, 1 to 10?",
    ],
    [SENT, "Story hour", "Agree", "Strongly agree", 9],
    [SENT, "Story hour", "N/A", "Disagree", 5],
    [SENT, "Story hour", "Strongly agree", None, 7],
]


def test_agreement_words_become_ratings_of_known_measures() -> None:
    """Learned: Agree, N/A, Strongly agree; confident: Strongly agree, Disagree, blank; the room: 9, 5, 7."""
    loaded = dataset(xlsx(Form=FORM))
    outcomes = loaded.tables["outcomes"]
    ratings = sorted(zip(outcomes["measure"], outcomes["rating"], strict=True))
    room = FORM[0][-1]
    known = [("confidence", 2), ("confidence", 5), ("knowledge", 4), ("knowledge", 5)]
    assert ratings == [(room, 5), (room, 7), (room, 9), *known]
    assert set(outcomes["scale_max"][outcomes["measure"] == room]) == {10}
    assert set(outcomes["program_id"]) == {"story hour"}
    assert {str(day.date()) for day in outcomes["date"]} == {"2026-03-14"}
    assert len(loaded.tables["sessions"]) == 0  # a form timestamp makes no session
    assert codes(loaded) == {"missing-code"}
    share = evaluate(loaded, metrics=["outcome_agreement"], as_of=date(2026, 11, 25))
    agreed = {v.groups["measure"]: v.value for v in share.values}
    assert agreed == {room: None, "knowledge": 1.0, "confidence": 0.5}


@pytest.mark.parametrize(
    ("word", "rating"),
    [
        ("Totalmente de acuerdo", 5),
        ("En desacuerdo", 2),
        ("Ni de acuerdo ni en desacuerdo", 3),
        ("Lubos na sumasang-ayon", 5),
        ("Hindi sumasang-ayon", 2),
        ("5 - Strongly agree", 5),
        ("Agree (4)", 4),
        ("1 - Strongly agree", None),
        ("Good", None),
        ("4", None),
    ],
)
def test_agreement_is_recognized_in_three_languages_and_with_its_number(
    word: str, rating: float | None
) -> None:
    assert parse_rating(word) == rating


@pytest.mark.parametrize(
    ("texts", "heading", "agrees"),
    [
        (["Agree", "Disagree"], "I liked it", True),
        (["1", "4", "5"], "I liked it", False),
        (["1", "4", "5"], "I liked it (1 = strongly disagree, 5 = strongly agree)", True),
        (["7", "9", "10"], "How likely are you to come again?", False),
        (["😀", "😐"], "How do you feel?", False),
        (["Agree", "Somewhat agree", "Strongly agree"], "I liked it", False),
        (["N/A"], "I liked it", False),
    ],
)
def test_other_scales_are_not_read_as_agreement(texts: list[str], heading: str, agrees: bool) -> None:
    assert is_agreement_column(texts, heading) == agrees


def test_questions_keep_their_text_unless_they_name_a_known_measure() -> None:
    questions = [
        "I intend to apply what I just learned",
        "I feel more confident about what I just learned",
        "I am more aware of the library's services",
        "I learned something helpful",
        "I enjoyed it",
    ]
    assert classify_questions(questions) == [
        "application",
        "confidence",
        "awareness",
        "knowledge",
        "I enjoyed it",
    ]
    assert classify_questions(["I learned to read", "I learned to write"]) == [
        "I learned to read",
        "I learned to write",
    ]


def test_form_with_names_without_ratings_is_a_sign_in_sheet() -> None:
    rows = [
        ["Timestamp", "Which session did you attend?", "Date", "Name"],
        [SENT, "Story hour", "2026-03-07", "Rosa Dalisay"],
        [SENT, "Craft", "2026-03-08", "Lina Dalisay"],
        [SENT, "Story hour", "2026-03-07", "Tomas Dalisay"],
    ]
    loaded = dataset(xlsx(Form=rows))
    people = loaded.tables["participation"]
    assert set(people["source"]) == {"sign_in"}
    assert sorted(zip(people["program_id"], people["date"].dt.day, strict=True)) == [
        ("craft", 8),
        ("story hour", 7),
        ("story hour", 7),
    ]
    assert len(loaded.tables["sessions"]) == 2


def test_form_timestamp_is_not_the_session_date() -> None:
    loaded = dataset(
        xlsx(Form=[["Timestamp", "Which session?", "Name"], [SENT, "Story hour", "Rosa Dalisay"]])
    )
    assert loaded.tables["sessions"]["date"].isna().all()
    assert "date-missing" in codes(loaded)


def test_session_named_with_its_date_has_that_date() -> None:
    rows = [["Timestamp", "Which session?", "Name"], [SENT, "Story hour – 7 March 2026", "Rosa Dalisay"]]
    session = dataset(xlsx(Form=rows)).tables["sessions"].iloc[0]
    assert (session["program_id"], str(session["date"].date())) == ("story hour", "2026-03-07")


@pytest.mark.parametrize("heading", ["Which session?", "Which session did your child come to?"])
def test_session_chosen_by_its_day_has_the_nearest_year(heading: str) -> None:
    """The form of 28 December was sent on 3 January; no answer says which year."""
    rows = [
        ["Timestamp", heading, "Name"],
        ["2025-01-03 09:00", "Sat 28 Dec", "Rosa Dalisay"],
        ["2025-01-11 11:00", "Sat 11 Jan", "Rosa Dalisay"],
        ["2025-01-11 11:05", "Sat 11 Jan", "Lina Dalisay"],
    ]
    loaded = dataset(xlsx(Form=rows))
    days = loaded.tables["participation"]["date"].dt.date
    assert sorted(days.astype(str)) == ["2024-12-28", "2025-01-11", "2025-01-11"]
    assert "date-from-context" in codes(loaded)
    assert "sheets.Form.year" not in [asked.id for asked in sheet(read(xlsx(Form=rows)), "Form").questions]


def test_day_that_is_no_session_is_not_its_date() -> None:
    rows = [["Timestamp", "When is your birthday?", "Name"], [SENT, "11 Jan 2018", "Rosa Dalisay"]]
    assert dataset(xlsx(Form=rows)).tables["sessions"]["date"].isna().all()


def test_names_and_ratings_give_outcomes_and_participation_for_known_sessions() -> None:
    headings = ["Timestamp", "Which session?", "Name", "I learned something new"]
    loaded = dataset(
        xlsx(Form=[headings, [SENT, "Story hour", "Rosa Dalisay", "Agree"], [SENT, None, "Lina", "Agree"]])
    )
    outcomes, people = loaded.tables["outcomes"], loaded.tables["participation"]
    assert (len(outcomes), len(people)) == (2, 1)
    assert people["person_key"].iloc[0] == outcomes["respondent_key"].iloc[0]
    without_session = dataset(
        xlsx(Form=[["Timestamp", "Name", "I learned something new"], [SENT, "Rosa", "Agree"]])
    )
    assert (len(without_session.tables["outcomes"]), len(without_session.tables["participation"])) == (1, 0)


def test_microsoft_forms_headings_are_recognized() -> None:
    rows = [
        ["ID", "Start time", "Completion time", "Email", "Name", "I feel more confident"],
        [1, "3/14/26 16:20:01", "3/14/26 16:27:59", "anonymous", None, "Agree"],
    ]
    result = read(xlsx(Form=rows))
    assert sheet(result, "Form").layout == "form_responses"
    (outcome,) = result.tables["outcomes"]
    assert (outcome["measure"], outcome["rating"], str(outcome["date"].date())) == (
        "confidence",
        4,
        "2026-03-14",
    )


def test_session_log_with_a_timestamp_column_stays_a_session_log() -> None:
    rows = [["Timestamp", "Date", "Program", "Attendance"], [SENT, "2026-03-07", "Story hour", 18]]
    assert sheet(read(xlsx(Form=rows)), "Form").layout == "session_log"


def test_reading_a_form_again_is_identical_and_holds_no_name() -> None:
    data = xlsx(
        Form=[
            ["Timestamp", "Which session?", "Name", "I enjoyed it"],
            [SENT, "Craft", "Rosa Dalisay", "Agree"],
        ]
    )
    first, second = to_arrow(read(data).tables), to_arrow(read(data).tables)
    assert all(first[name].equals(second[name]) for name in first)
    assert "Dalisay" not in repr([table.to_pylist() for table in first.values()]) + repr(read(data).issues)


def test_number_that_a_person_answers_is_no_head_count() -> None:
    rows = [
        [
            "Marca temporal",
            "¿Cuántos años tiene?",
            "Aprendí algo nuevo",
            "Volveré a venir",
            "¿Cuántas visitas hizo?",
        ],
        ["2026-03-07 10:00:00", 34, "De acuerdo", "Muy de acuerdo", 2],
        ["2026-03-08 11:00:00", 52, "En desacuerdo", "De acuerdo", 5],
        ["2026-03-08 12:00:00", 29, "Muy de acuerdo", "De acuerdo", 1],
    ]
    result = read(xlsx(Log=rows))
    assert sheet(result).layout == "form_responses"
    assert [row["rating"] for row in result.tables["outcomes"]] == [4, 2, 5, 5, 4, 4]
    assert not len(result.tables.get("sessions", []))


RATED: list[list[object]] = [
    ["No.", "The speaker was clear", "My child liked it", "How many children do you have?"],
    [1, 5, 4, 2],
    [2, 4, None, 1],
    [3, 5, 5, 3],
    ["Average", 4.67, 4.5, None],
]


@pytest.mark.parametrize(
    ("scale", "is_survey"),
    [
        ("1 = no way ... 5 = absolutely", True),
        ("5 = napakaganda, 1 = pangit", True),
        ("Please rate from 1 to 5", True),
        ("1 = excellent, 5 = poor", False),
        ("Workshop of May 1-5", False),
    ],
)
def test_ratings_with_an_explained_scale_are_a_survey(scale: str, is_survey: bool) -> None:
    result = read(xlsx(Form=[[scale], *RATED]))
    rated = [(row["measure"], row["rating"]) for row in result.tables.get("outcomes", ())]
    expected = [("The speaker was clear", 5), ("The speaker was clear", 4), ("The speaker was clear", 5)]
    expected += [("My child liked it", 4), ("My child liked it", 5)]
    assert rated == (expected if is_survey else [])


def test_question_that_explains_its_scale_is_rated() -> None:
    question = "¿Cómo califica el taller? (1 malo - 5 excelente)"
    rows = [["N", "Fecha", "Edad", question], [1, "2026-03-05", 34, 5], [2, "2026-03-05", 61, 3]]
    assert [row["rating"] for row in read(xlsx(Encuesta=rows)).tables["outcomes"]] == [5, 3]


@pytest.mark.parametrize(("highest", "is_read"), [(5, True), (4, False), (10, False)])
def test_overall_rating_next_to_words_is_read(highest: int, is_read: bool) -> None:
    heads = ["Timestamp", "The talk was clear", "Overall rating", "Comments"]
    rows = [["2026-06-01 11:48", "Agree", 3, None], ["2026-06-01 11:49", "Strongly agree", highest, "good"]]
    found = read(xlsx(Form=[heads, *rows, ["2026-06-01 11:50", "Agree", 4, None]])).tables["outcomes"]
    rated = [row["rating"] for row in found if row["measure"] == "Overall rating"]
    assert rated == ([3, highest, 4] if is_read else [])


def test_sessions_with_two_ratings_are_no_survey() -> None:
    rows = [["1 = poor, 5 = excellent"]]
    rows += [["Date", "Activity", "Kids who came", "How children rated it", "How parents rated it"]]
    rows += [["2026-03-05", "Craft", 20, 4, 5], ["2026-03-12", "Chess", 25, 5, 4]]
    assert "outcomes" not in read(xlsx(Log=rows)).tables


def test_average_rating_of_a_session_is_no_answer() -> None:
    rows = [["1 = poor, 5 = excellent"], ["Date", "Activity", "Attendance", "The rating was on average"]]
    rows += [["2026-03-05", "Craft", 20, 4], ["2026-03-12", "Chess", 25, 5]]
    result = read(xlsx(Log=rows))
    assert [row["attended"] for row in result.tables["sessions"]] == [20, 25]
    assert "outcomes" not in result.tables


@pytest.mark.parametrize(
    ("scale", "is_survey"), [("(1-5)", True), ("[1 to 5]", True), ("(1-10)", True), ("1-5", False)]
)
def test_scale_behind_several_statements_is_explained(scale: str, is_survey: bool) -> None:
    headings = ["Form no.", f"The speaker was clear {scale}", f"The books were suitable {scale}"]
    rows = [headings, [1, 5, 4], [2, 4, 4], [3, "no response", 3], [4, 5, "NR"]]
    outcomes = read(xlsx(Forms=rows)).tables.get("outcomes", ())
    assert sorted(row["rating"] for row in outcomes) == ([3, 4, 4, 4, 5, 5] if is_survey else [])
    assert {row["scale_max"] for row in outcomes} <= {10 if "10" in scale else None}


def test_legend_below_the_answers_explains_ratings() -> None:
    rows: list[list[object]] = [["Baitang", "Gusto kong bumalik dito", "Maganda ang kuwento"]]
    rows += [["Gr 2", "5 - sobra!", 4], ["Gr 3", 3, "wala"], ["Gr 1", 4, 5]]
    legend: list[list[object]] = [[], ["5 pinakamataas, 1 pinakamababa"]]
    outcomes = read(xlsx(Sheet1=[*rows, *legend])).tables["outcomes"]
    assert sorted(row["rating"] for row in outcomes) == [3, 4, 4, 5, 5]
    assert "outcomes" not in read(xlsx(Sheet1=rows)).tables


def test_form_about_visits_is_no_sign_in() -> None:
    rows: list[list[object]] = [["Timestamp", "Your name", "Date of the visit", "Did it happen?"]]
    rows[0] += ["How many children?", "How many adults?"]
    rows += [[SENT, "Keisha", "2026-03-14", "Yes", 17, 3], [SENT, "Marco", "2026-03-15", "No", None, None]]
    assert sheet(read(xlsx(Sheet1=rows)), "Sheet1").layout == "unknown"


@pytest.mark.parametrize(
    ("question", "layout"),
    [
        ("How many residents took part?", "unknown"),
        ("How many of your children came with you?", "form_responses"),
    ],
)
def test_form_asking_who_took_part_is_no_sign_in(question: str, layout: str) -> None:
    rows: list[list[object]] = [["Timestamp", "Your name", "Date of the session", question]]
    rows += [[SENT, "Pauline", "2026-03-14", 9], [SENT, "Geoff", "2026-03-15", "none - turned away"]]
    rows += [[SENT, "Sunita", "2026-03-16", "11 residents"]]
    assert sheet(read(xlsx(Sheet1=rows)), "Sheet1").layout == layout


def test_form_with_several_sessions_in_cells_is_no_sign_in() -> None:
    rows: list[list[object]] = [["Timestamp", "Full Name", "Which sessions did you attend?"]]
    rows += [[SENT, "Bacani, Aileen", "Session 1 - July 5 (Marungko), Session 2 - July 12 (Big Books)"]]
    rows += [[SENT, "Valdez, Kristine", "Session 2 - July 12 (Big Books)"]]
    assert sheet(read(xlsx(Sheet1=rows)), "Sheet1").layout == "unknown"


def test_statement_about_a_child_is_answered_and_names_no_one() -> None:
    rows: list[list[object]] = [["Timestamp", "Reading together helped my child feel calmer."]]
    rows += [[SENT, answer] for answer in ("Strongly agree", "Agree", "Disagree", "Agree")]
    result = read(xlsx(Sheet1=rows))
    assert sorted(row["rating"] for row in result.tables["outcomes"]) == [2, 4, 4, 5]
    assert "participation" not in result.tables


@pytest.mark.parametrize(("again", "sessions", "visits"), [(True, 2, 5), (False, 0, 0)])
def test_sign_in_form_sent_on_several_days_has_sessions(again: bool, sessions: int, visits: int) -> None:
    """If each name is sent once, people may only wish to come."""
    rows: list[list[object]] = [["Timestamp", "Your name (first and last)", "What grade are you in?"]]
    rows += [["3/14/2026 15:28:00", name, 4] for name in ("Maria Lopez", "Devon Park", "Hana Suzuki")]
    later = ("Maria Lopez", "Devon Park") if again else ("Tomasz Wilk", "Ellie Brandt")
    rows += [["3/21/2026 15:31:00", name, 5] for name in later]
    loaded = dataset(xlsx(Responses=rows))
    assert len(loaded.tables["sessions"]) == sessions
    assert len(loaded.tables["participation"]) == visits


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("How many people are in your household?", False),
        ("How many people came with you?", False),
        ("How many people came to your session?", True),
    ],
)
def test_household_and_companions_are_no_attendance(question: str, counted: bool) -> None:
    heads = ["Date", "How often do you visit?", "Would you come again?", question, "What would you change?"]
    rows = [["2026-03-02", "Weekly", "Yes", 4, None], ["2026-03-03", "Monthly", "Maybe", 6, "snacks"]]
    result = read(xlsx(Form=[heads, *rows, ["2026-03-04", "Weekly", "Yes", 1, None]]))
    assert ("sessions" in result.tables) == counted


@pytest.mark.parametrize(
    "question", ["Will you attend in person?", "¿Asistirá de forma presencial?", "School"]
)
def test_names_in_a_form_are_no_visits_by_themselves(question: str) -> None:
    rows = [[f"2026-08-{n:02d} 15:22:11", name, "Yes"] for n, name in enumerate(("Ana Cruz", "Ben Uy"), 1)]
    result = read(xlsx(Responses=[["Timestamp", "Your name", question], *rows]))
    assert "participation" not in result.tables
    assert result.reading.sheets[0].layout == "unknown"


@pytest.mark.parametrize(
    ("tab", "visits"), [("Program Check-In", 3), ("Program Sign-Up", 0), ("Check-in survey", 0)]
)
def test_form_for_checking_in_lists_visits(tab: str, visits: int) -> None:
    heads = ["Timestamp", "What is your child's first and last name?", "Which program?", "Grade"]
    rows = [
        ["10/12/2026 16:03:15", "Jonah Stroud", "LEGO", 2],
        ["10/12/2026 16:05:23", "Ines Duarte", "LEGO", 3],
    ]
    result = read(xlsx(**{tab: [heads, *rows, ["10/19/2026 16:01:00", "Ines Duarte", "LEGO", 3]]}))
    assert len(result.tables.get("participation", ())) == visits


@pytest.mark.parametrize(
    "question", ["¿En cuál taller lo quiere inscribir?", "Which workshop do you want to join?"]
)
def test_form_that_asks_what_to_join_is_no_sign_in(question: str) -> None:
    rows = [["Timestamp", "Name", question], [SENT, "Ana Cruz", "Comics"], [SENT, "Ben Diaz", "Robots"]]
    assert "participation" not in read(xlsx(Form=rows)).tables


CHECK_IN = ["Timestamp", "Name", "Barangay", "How did you hear of the event?"]


def test_homes_in_a_form_are_no_places_of_sessions() -> None:
    """Six people of three barangays, who heard of it in two ways, came to one session."""
    rows = [[SENT, f"Learner {n}", f"Brgy {n % 3}", f"poster {n % 2}"] for n in range(6)]
    loaded = dataset(xlsx(**{"Sign-in": [CHECK_IN, *rows]}))
    values = evaluate(loaded, as_of=date(2026, 12, 1), metrics=["sessions_held", "attendance_total"]).values
    assert [value.value for value in values] == [1, 6]


def test_answer_to_what_a_child_liked_is_no_name() -> None:
    rows = [["Timestamp", "Ikaw ay...", "Gaano ka nasiyahan? (1-5)", "Ano ang pinakagusto ng bata?"]]
    rows += [[f"10/{17 + n}/2026 9:41:00", who, 4, liked] for n, (who, liked) in enumerate((
        ("Guro", "libreng libro"), ("Magulang", "kanta at sayaw"), ("Guro", "kanta at sayaw"),
        ("Guro", "libreng libro"), ("Magulang", "kanta at sayaw"), ("Guro", "mga tula")))]  # fmt: skip
    loaded = dataset(xlsx(Form=rows))
    assert len(loaded.tables["participation"]) == len(loaded.tables["sessions"]) == 0


def test_survey_with_names_has_no_visits_if_answered_so() -> None:
    rows = [["timestamp", "player_name", "Q2_time", "Q4_day"]]
    rows += [[f"2025-12-{day}T10:00:00", f"Player {day}", "B", "H"] for day in (15, 16, 17)]
    tables = read(xlsx(Poll=rows), row_is="answer").tables
    assert not tables.get("participation")


def test_calendar_of_a_month_is_read_day_by_day() -> None:
    days = ["Lunes", "Martes", "Miyerkules", "Huwebes", "Biyernes"]
    rows: list[list[object]] = [["Bilang ng batang dumalo, OKTUBRE 2026"], [*days, "Buong linggo"]]
    rows += [[None, None, None, 1, 2, None], [None, None, None, 9, 13, 22]]
    for monday in (5, 12, 19, 26):
        rows += [[*range(monday, monday + 5), None], [None, 10, 20, "walang klase", 7, 37]]
    result = read(xlsx(Oktubre=rows))
    sessions = result.tables["sessions"]
    held = [row["attended"] for row in sessions if row["status"] == "held"]
    assert (len(held), sum(held), len(sessions)) == (14, 170, 18)
    assert f"{sessions[2]['date']:%Y-%m-%d}" == "2026-10-06"
    (called_off,) = (issue for issue in result.issues if issue.code == "cancelled-by-title")
    assert called_off.cells[0] == "D6"
    shown = sheet(result, "Oktubre").preview
    assert next(marks for *_, cells, marks in shown if "walang klase" in cells)[2] == "assumed"
    rows[2][3] = 2
    assert "sessions" not in read(xlsx(Oktubre=rows)).tables


def test_answers_typed_with_filipino_words_of_agreement_are_ratings() -> None:
    rows: list[list[object]] = [["Code", "Baitang", "Sagot (1-5)", "Komento"]]
    texts = ["5 - Lubos na sang-ayon", "3 - Di tiyak", "5 - Lubos na sang-ayon", "1 - Lubos na di sang-ayon"]
    rows += [[f"M-0{row}", "Gr. 3", text, None] for row, text in enumerate(texts, 1)]
    assert [row["rating"] for row in read(xlsx(Sarbey=rows)).tables["outcomes"]] == [5, 3, 5, 1]


def test_remarks_and_brackets_next_to_ratings_do_not_drop_them() -> None:
    rows = [["Form no.", "How useful was the workshop? (1 = not useful, 5 = very useful)", "Comments"]]
    rows += [[1, 4, "water should be provided"], [2, "5 (very!)", None], [3, 4, "well done"], [4, 3, None]]
    found = evaluate(dataset(xlsx(Feedback=rows)), metrics=["mean_rating"], as_of=date(2026, 11, 25))
    assert [(value.value, value.certainty) for value in found.values] == [(4.0, "exact")]


def test_ratings_with_a_polite_word_are_read() -> None:
    rows = [
        ["Gaano ka nasiyahan sa training? 1 (hindi) hanggang 5 (sobrang saya)"],
        ["Papel", "Sagot", "Komento"],
    ]
    rated = [5, 4, "5 po", 2, 5, 4, 3, 5]
    rows += [[n, rating, "salamat po" if n % 2 else None] for n, rating in enumerate(rated, 1)]
    found = [row["rating"] for row in read(xlsx(Feedback=rows)).tables["outcomes"]]
    assert found == [5, 4, 5, 2, 5, 4, 3, 5]


def test_question_with_its_scale_is_rated() -> None:
    asked = "De 1 a 5, ¿qué tanto te gustó el club?"
    rows = [["#", asked, "¿Qué cambiarías?"], *([n, 1 + n % 5, None] for n in range(1, 11))]
    rows[2][2] = "la hora"
    assert sheet(read(xlsx(Encuesta=rows)), "Encuesta").layout == "form_responses"


def test_times_of_scans_are_no_sessions() -> None:
    """Six people came on one day, each at a time of their own: one session."""
    rows = [["Timestamp", "Date", "Time", "Barcode", "Name", "Action"]]
    names = ("Ana Cruz", "Bea Diaz", "Carla Ruiz", "Dora Gil", "Eva Sol", "Fe Tan")
    for place, name in enumerate(names):
        came = datetime(2026, 2, 7, 8, 31 + 3 * place, 5 * place)
        rows.append([came.isoformat(), came.date(), came.time(), 20 + place, name, "IN"])
    data = xlsx(Scans=rows)
    assert [number(data, name)[0] for name in ("sessions_held", "attendance_total")] == [1, 6]
    assert "arrival-times" in codes(read(data))


@pytest.mark.parametrize("heading", ["Overall rating of the workshop (out of 5)", "How useful (1-5)"])
def test_rating_in_words_leaves_the_mean_open(heading: str) -> None:
    """(5 + 4 + 5 + 3) ÷ 4 = 4.25 of those with a number; one wrote words, and one nothing."""
    answers = (5, "4/5", "5 (very good)", "3 - too long", "Very useful", "not filled")
    rows = [["Feedback"], ["Card", heading, "Suggestion"]]
    data = xlsx(Cards=[*rows, *([n, given, None] for n, given in enumerate(answers, 1))])
    found = evaluate(dataset(data), as_of=date(2026, 12, 1), metrics=["mean_rating"]).values_for(
        "mean_rating"
    )
    assert [(v.value, v.certainty) for v in found if v.value is not None] == [(4.25, "partial")]


def test_how_often_a_child_came_is_no_visit_report() -> None:
    rows: list[list[object]] = [
        ["Timestamp", "Ilang beses dumalo ang inyong anak?", "Malinaw ang turo.", "Angkop ang oras."]
    ]
    words = ["Lubos na sumasang-ayon", "Sumasang-ayon", "Walang kinikilingan"]
    rows += [[f"2026-11-15 11:3{n}", 6 + n, word, "Sumasang-ayon"] for n, word in enumerate(words)]
    result = read(xlsx(Log=rows))
    assert result.reading.sheets[0].layout == "form_responses"
    assert sorted(row["rating"] for row in result.tables["outcomes"]) == [3, 4, 4, 4, 4, 5]


def test_short_headings_above_ratings_with_words_are_rated() -> None:
    rows: list[list[object]] = [
        ["Encuesta a papás"],
        ["5 = excelente ... 1 = muy malo"],
        ["folio", "edad", "el taller", "los libros"],
        [1, 34, "5 - Excelente", "4 - Bueno"],
        [2, 29, "4 - Bueno", "no contestó"],
        [3, 41, 5, 3],
    ]
    found = [(row["measure"], row["rating"]) for row in read(xlsx(Log=rows)).tables["outcomes"]]
    assert sorted(found) == [
        ("el taller", 4),
        ("el taller", 5),
        ("el taller", 5),
        ("los libros", 3),
        ("los libros", 4),
    ]


VISIT_FORM: list[list[object]] = [
    [
        "ID",
        "Start time",
        "Completion time",
        "Email",
        "Name",
        "School and class",
        "Date of visit",
        "Did the visit go ahead?",
        "How many children came?",
        "How many children were you expecting?",
    ],
    [
        1,
        "2026-09-22 15:08",
        "2026-09-22 15:10",
        "anonymous",
        "Jo Reyes",
        "Hollin Y2",
        "2026-09-18",
        "Yes",
        28,
        30,
    ],
    [
        2,
        "2026-09-24 15:11",
        "2026-09-24 15:13",
        "anonymous",
        "Jo Reyes",
        "Hollin Y4",
        "2026-09-21",
        "No",
        None,
        29,
    ],
    [
        3,
        "2026-09-30 15:15",
        "2026-09-30 15:17",
        "anonymous",
        "Al Perez",
        "Beck Lane",
        "2026-09-28",
        "Yes",
        27,
        30,
    ],
]


def test_form_of_staff_about_visits_is_a_session_log() -> None:
    """28 + 27 = 55 children came to two visits; the day is that of the visit."""
    data = xlsx(Form=VISIT_FORM)
    assert number(data, "attendance_total") == (55, "exact")
    assert number(data, "sessions_held") == (2, "exact")
    found = read(data)
    assert [row["date"].day for row in found.tables["sessions"]] == [18, 21, 28]
    assert not any(
        word in repr(found.reading.sheets[0].questions) for word in ("Jo Reyes", "=Email", "=Name")
    )


def test_averages_and_counts_below_a_blank_row_hide_no_ratings() -> None:
    """Three people rated one statement; 4.33 and "answered: 12" below are no answers."""
    rows: list[list[object]] = [["Encuesta. Escala 1 = nada … 5 = muchísimo"], []]
    rows += [["N.º", "¿Qué tan útil fue el taller?", "¿Qué le cambiaría?"]]
    rows += [[1, 5, "más días"], [2, 4, None], [3, "NS/NR", None], [4, 4, None], []]
    rows += [[None, 4.33, None], ["Respondieron", 12, None]]
    assert sheet(read(xlsx(Encuesta=rows)), "Encuesta").layout == "form_responses"


BEFORE_AND_NOW = [
    ("BEFORE the workshop, how sure were you?", "NOW, how sure are you?"),
    ("ANTES del taller, ¿qué tan seguro se sentía?", "AHORA, ¿qué tan seguro se siente?"),
    ("Bago ang workshop, gaano ka kasigurado?", "Pagkatapos, gaano ka kasigurado?"),
]


@pytest.mark.parametrize(("before", "now"), BEFORE_AND_NOW)
def test_rating_of_before_and_of_now_is_a_gain(before: str, now: str) -> None:
    """(2 + 0 − 1) ÷ 3 for the three people who answered both; the third question is a rating."""
    rows = [["Survey: 1 = not at all, 5 = very"], ["No.", before, now, "How useful was it? (1-5)"]]
    rows += [[1, 2, 4, 5], [2, 3, 3, 4], [3, None, 5, 5], [4, 4, 3, 3], [5, 1, "N/A", 4]]
    loaded = dataset(xlsx(Survey=rows))
    gains = evaluate(loaded, metrics=["mean_gain", "outcome_agreement"], as_of=date(2026, 11, 25))
    (gain,) = gains.values_for("mean_gain")
    assert (gain.value, gain.n) == (pytest.approx(1 / 3), 3)
    assert [(value.groups["measure"], value.value) for value in gains.values_for("outcome_agreement")] == [
        ("How useful was it? (1-5)", 0.8)
    ]
    assert "column-assumed" in codes(loaded)


def test_two_questions_about_before_are_ratings() -> None:
    rows = [["Survey: 1 = not at all, 5 = very"]]
    rows += [["No.", "Before, did you read?", "Before, did you like it?", "Now, do you read?"]]
    rows += [[1, 2, 4, 5], [2, 3, 3, 4], [3, 1, 5, 5]]
    assert number(xlsx(Survey=rows), "mean_gain")[0] is None


def test_other_question_about_now_is_no_second_rating() -> None:
    rows = [["Survey: 1 = not at all, 5 = very"]]
    rows += [["No.", "Before the event, how clear were the directions?", "After it, how likely is a return?"]]
    rows += [[1, 2, 4], [2, 3, 5], [3, 1, 5]]
    assert number(xlsx(Survey=rows), "mean_gain")[0] is None


STATED: list[list[object]] = [
    ["Timestamp", "The pace was right for me", "I would recommend this course", "What did you like?"],
    [SENT, 3, 5, "The examples"],
    [SENT, 4, 5, None],
    [SENT, 5, 4, "Nothing to add"],
]


def test_numbers_below_statements_are_asked_about() -> None:
    """Of 1 to 5 without an explanation, only the user knows whether 5 is the best."""
    asked = sheet(read(xlsx(Form=STATED)), "Form")
    (question,) = [q for q in asked.questions if "column_of" in q.id]
    assert asked.layout == "form_responses"
    assert question.id == "sheets.Form.column_of.outcomes.rating"
    assert question.likely == "The pace was right for me + I would recommend this course"
    answers = {"sheets": {"Form": {"column_of": {"outcomes.rating": question.likely}}}}
    found = read(xlsx(Form=STATED), **answers)
    assert sorted(row["rating"] for row in found.tables["outcomes"]) == [3, 4, 4, 5, 5, 5]
    assert not [q for q in sheet(found, "Form").questions if "column_of" in q.id]


def test_ratings_of_several_columns_are_named_at_once() -> None:
    """Columns with numbers and with yes or no; one with the number of hectares is not chosen."""
    rows: list[list[object]] = [["Land", "Happy", "Would return", "Company"]]
    rows += [[20, 4, "yes", 5], [59, 3, "no", 3], [30, 5, "yes", 4]]
    first = sheet(read(xlsx(S=rows), row_is="answer"), "S")
    (question,) = [q for q in first.questions if "column_of" in q.id]
    assert [value for value, _ in question.options] == ["Happy", "Would return", "Company", "none"]
    named = {"row_is": "answer", "column_of": {"outcomes.rating": "Happy + Would return + Company"}}
    outcomes = read(xlsx(S=rows), **named).tables["outcomes"]
    assert sorted(row["rating"] for row in outcomes) == [1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_summary_below_a_blank_row_is_no_answer() -> None:
    rows: list[list[object]] = [["No.", "Workshop", "From 1 to 10, how much did you learn?", "Liked it?"]]
    rows += [[n, "Garden", n + 2, "Yes"] for n in range(1, 9)]
    rows += [[], [None, "AVERAGE", 6.5], [None, "Yes", None, 8], [], ["50 given out"]]
    found = read(xlsx(S=rows))
    rated = [row["rating"] for row in found.tables["outcomes"] if row["scale_max"] == 10]
    assert rated == [3, 4, 5, 6, 7, 8, 9, 10]
    assert "answer-unreadable" not in {issue.code for issue in found.issues}


def test_several_columns_are_chosen_as_one_answer() -> None:
    """A choice of columns is one text in the answers; "none" next to a column has no meaning."""
    asked = collect_questions(imported(xlsx(Form=STATED)).reading)
    (question,) = [pending for pending in asked if pending.key == "column_of"]
    pace, recommended = STATED[0][1:3]
    assert question.may_have_several
    assert question.split_choice(question.likely) == [pace, recommended]
    assert question.split_choice(None) == []
    assert question.join_choices([str(recommended), "none"]) == recommended
    assert question.join_choices(["none"]) == "none"
    assert question.join_choices([]) is None


def test_further_questions_of_a_survey_are_offered() -> None:
    """P5 is read by its answers; P1 and P4 may be ratings too, and P6 is no place."""
    rows: list[list[object]] = [
        [
            "Folio",
            "Fecha",
            "P1 Atención",
            "P4 ¿Volvería?",
            "P5 ¿Aprendió algo?",
            "P6 ¿Qué le falta a la biblioteca?",
        ],
        [1, "2026-10-08", 4, "Sí", "No", "silencio"],
        [2, "2026-10-07", 2, "No", "NC", "baños"],
        [3, "2026-10-05", 5, "Sí", "Sí", "silencio"],
        [4, "2026-10-08", 3, "Si", "si", "libros de terror"],
        [5, "2026-10-09", 5, "NC", "Sí", "baños"],
    ]
    data = xlsx(Captura=rows)
    (question,) = [q for q in collect_questions(imported(data).reading) if q.key == "column_of"]
    assert [value for value, _ in question.options] == ["P1 Atención", "P4 ¿Volvería?", "none"]
    answers = {"column_of": {"outcomes.rating": "P1 Atención + P4 ¿Volvería?"}}
    found = dataset(data, **answers).tables["outcomes"]
    assert len(found) == 5 + 4 + 4
    assert found["measure"].nunique() == 3
    assert "column_of" not in [q.key for q in collect_questions(imported(data, **answers).reading)]
    none = {"column_of": {"outcomes.rating": "none"}}
    assert "column_of" not in [q.key for q in collect_questions(imported(data, **none).reading)]
