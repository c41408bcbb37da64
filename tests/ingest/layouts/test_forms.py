"""Answers to online forms: ratings from the words of agreement, sign-ins from names, the day from the
session."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.ingest.values.categories import classify_questions, is_agreement_column, parse_rating
from libcollab_metrics.ingest.worker.protocol import to_arrow
from libcollab_metrics.metrics import evaluate
from tests.support.sheets import codes, dataset, read, sheet, xlsx

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


def test_words_of_agreement_are_ratings_by_what_the_question_plainly_measures() -> None:
    """Learned: Agree, N/A, Strongly agree; confident: Strongly agree, Disagree, blank. The 1–10 scale is not
    read."""
    made = dataset(xlsx(Form=FORM))
    outcomes = made.tables["outcomes"]
    found = sorted(zip(outcomes["measure"], outcomes["rating"], strict=True))
    assert found == [("confidence", 2), ("confidence", 5), ("knowledge", 4), ("knowledge", 5)]
    assert set(outcomes["program_id"]) == {"story hour"}
    assert {str(day.date()) for day in outcomes["date"]} == {"2026-03-14"}
    assert len(made.tables["sessions"]) == 0  # when a form was sent is no session
    assert codes(made) == {"missing-code", "column-not-used"}
    share = evaluate(made, metrics=["outcome_agreement"], as_of=date(2026, 11, 25))
    assert {v.groups["measure"]: v.value for v in share.values} == {"knowledge": 1.0, "confidence": 0.5}


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
def test_agreement_is_known_in_three_languages_and_with_its_number(word: str, rating: float | None) -> None:
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


def test_questions_keep_their_words_unless_they_plainly_name_a_known_measure() -> None:
    asked = [
        "I intend to apply what I just learned",
        "I feel more confident about what I just learned",
        "I am more aware of the library's services",
        "I learned something helpful",
        "I enjoyed it",
    ]
    assert classify_questions(asked) == [
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


def test_a_form_that_asks_names_and_no_ratings_is_a_sign_in_sheet() -> None:
    rows = [
        ["Timestamp", "Which session did you attend?", "Date", "Name"],
        [SENT, "Story hour", "2026-03-07", "Rosa Dalisay"],
        [SENT, "Craft", "2026-03-08", "Lina Dalisay"],
        [SENT, "Story hour", "2026-03-07", "Tomas Dalisay"],
    ]
    made = dataset(xlsx(Form=rows))
    people = made.tables["participation"]
    assert set(people["source"]) == {"sign_in"}
    assert sorted(zip(people["program_id"], people["date"].dt.day, strict=True)) == [
        ("craft", 8),
        ("story hour", 7),
        ("story hour", 7),
    ]
    assert len(made.tables["sessions"]) == 2


def test_the_day_a_form_was_sent_is_no_sessions_day() -> None:
    made = dataset(xlsx(Form=[["Timestamp", "Which session?", "Name"], [SENT, "Story hour", "Rosa Dalisay"]]))
    assert made.tables["sessions"]["date"].isna().all()
    assert "date-missing" in codes(made)


def test_a_session_named_with_its_day_is_that_day() -> None:
    rows = [["Timestamp", "Which session?", "Name"], [SENT, "Story hour – 7 March 2026", "Rosa Dalisay"]]
    session = dataset(xlsx(Form=rows)).tables["sessions"].iloc[0]
    assert (session["program_id"], str(session["date"].date())) == ("story hour", "2026-03-07")


def test_names_and_ratings_give_outcomes_and_participation_where_the_session_is_known() -> None:
    head = ["Timestamp", "Which session?", "Name", "I learned something new"]
    made = dataset(
        xlsx(Form=[head, [SENT, "Story hour", "Rosa Dalisay", "Agree"], [SENT, None, "Lina", "Agree"]])
    )
    outcomes, people = made.tables["outcomes"], made.tables["participation"]
    assert (len(outcomes), len(people)) == (2, 1)
    assert people["person_key"].iloc[0] == outcomes["respondent_key"].iloc[0]
    bare = dataset(xlsx(Form=[["Timestamp", "Name", "I learned something new"], [SENT, "Rosa", "Agree"]]))
    assert (len(bare.tables["outcomes"]), len(bare.tables["participation"])) == (1, 0)


def test_microsofts_headings_are_a_form_too() -> None:
    rows = [
        ["ID", "Start time", "Completion time", "Email", "Name", "I feel more confident"],
        [1, "3/14/26 16:20:01", "3/14/26 16:27:59", "anonymous", None, "Agree"],
    ]
    found = read(xlsx(Form=rows))
    assert sheet(found, "Form").layout == "form_responses"
    (outcome,) = found.tables["outcomes"]
    assert (outcome["measure"], outcome["rating"], str(outcome["date"].date())) == (
        "confidence",
        4,
        "2026-03-14",
    )


def test_a_session_log_kept_with_a_form_stays_a_session_log() -> None:
    rows = [["Timestamp", "Date", "Program", "Attendance"], [SENT, "2026-03-07", "Story hour", 18]]
    assert sheet(read(xlsx(Form=rows)), "Form").layout == "session_log"


def test_reading_a_form_again_is_identical_and_keeps_nobodys_name() -> None:
    data = xlsx(
        Form=[
            ["Timestamp", "Which session?", "Name", "I enjoyed it"],
            [SENT, "Craft", "Rosa Dalisay", "Agree"],
        ]
    )
    first, second = to_arrow(read(data).tables), to_arrow(read(data).tables)
    assert all(first[name].equals(second[name]) for name in first)
    assert "Dalisay" not in repr([table.to_pylist() for table in first.values()]) + repr(read(data).issues)
