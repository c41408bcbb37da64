"""Tallies of a survey: how many people gave each answer, with the answers across or down."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from libcollab_metrics.metrics import evaluate
from tests.support.sheets import dataset, read, xlsx

ACROSS: list[list[Any]] = [
    ["EVALUATION"],
    ["Statement", "Strongly agree", "Agree", "Neutral", "Disagree", "Strongly disagree", "Total"],
    ["I would come again", 6, 2, 1, 1, 0, 10],
    ["The room was good", 1, 1, 4, 2, 2, 10],
]
DOWN: list[list[Any]] = [
    ["EVALUATION"],
    ["Answer", "Count"],
    ["I would come again"],
    *(["Strongly agree", 6], ["Agree", 2], ["Neutral", 1], ["Disagree", 1], ["Total", 10]),
    ["The room was good"],
    *(["Strongly agree", 1], ["Agree", 1], ["Neutral", 4], ["Disagree", 2], ["Total", 8]),
]


def answers(rows: list[list[Any]]) -> Counter[tuple[str, float]]:
    outcomes = read(xlsx(Tally=rows)).tables["outcomes"]
    return Counter((row["measure"], row["rating"]) for row in outcomes)


def test_answers_across_are_counted_for_each_statement() -> None:
    found = answers(ACROSS)
    assert found["I would come again", 5] == 6
    assert found["The room was good", 1] == 2
    assert found.total() == 20


def test_answers_down_belong_to_the_statement_above() -> None:
    found = answers(DOWN)
    assert [found["I would come again", rating] for rating in (5, 4, 3, 2)] == [6, 2, 1, 1]
    assert [found["The room was good", rating] for rating in (5, 4, 3, 2)] == [1, 1, 4, 2]


def test_tally_gives_the_share_who_agree_and_no_visit() -> None:
    metrics = ["outcome_agreement", "attendance_total"]
    figures = evaluate(dataset(xlsx(Tally=ACROSS)), metrics=metrics, as_of=date(2026, 12, 31))
    shares = {value.groups["measure"]: value.value for value in figures.values_for("outcome_agreement")}
    assert shares == {"I would come again": 0.8, "The room was good": 0.2}
    assert figures.value_for("attendance_total").value is None


def test_table_below_a_tally_is_no_statement() -> None:
    rows = [
        [None, *ACROSS[1][1:3], "Not sure", "Disagree", "Strongly disagree", "Left blank"],
        [*ACROSS[2][:6], 1],
    ]
    rows += [["The room was good", 1, 1, 4, 2, 2, 1], [], ["How did you hear?", "No."], ["Letter", 9]]
    assert answers(rows) == answers(ACROSS)


def test_unsure_answers_down_are_the_middle_of_the_scale() -> None:
    rows = [["Not sure", *row[1:]] if row[0] == "Neutral" else row for row in DOWN]
    assert answers(rows) == answers(DOWN)


QUESTION = "How did you like the fair?"
#: 20 answers of 5, 16 of 4, 5 of 3 and 1 each of 2 and 1.
OF_ONE_QUESTION: dict[str, list[list[Any]]] = {
    "points with words": [
        [f"Survey: {QUESTION}"],
        ["Rating", "How many", "%"],
        *(["5 (excellent)", 20, "47%"], ["4 (good)", 16, "37%"], ["3 (so so)", 5, "12%"]),
        *(["2 (bad)", 1, "2%"], ["1 (very bad)", 1, "2%"], ["No answer", 3, "-"], ["Total", 46, None]),
        ["Comments"],
        ["more books for babies"],
    ],
    "points in a column": [
        [f"Comment cards - \u201c{QUESTION}\u201d"],
        ["Answer", "Points", "Sept 17", "Oct 15", "Both"],
        *(["Excellent", 5, 12, 8, 20], ["Very good", 4, 9, 7, 16], ["Good", 3, 2, 3, 5]),
        *(["Fair", 2, 1, 0, 1], ["Poor", 1, 0, 1, 1], ["(blank)", None, 2, 0, 2]),
        ["Cards collected", None, None, None, 45],
    ],
    "points across": [
        ["FAIR SURVEY"],
        [QUESTION],
        ["Class", 5, 4, 3, 2, 1, "Children"],
        *(["1 A", 12, 9, 2, 1, 0, 24], ["1 B", 8, 7, 3, 0, 1, 19], ["TOTAL", 20, 16, 5, 1, 1, 43]),
    ],
    "strokes next to numbers": [
        [f"Question on slip: \u201c{QUESTION}\u201d"],
        ["Answer", "Score", "Tally", "How many"],
        *(["Excellent", 5, "||||  ||||  ||||  ||||", 20], ["Good", 4, "||||  ||||  ||||  |", 16]),
        *(["OK", 3, "||||", 5], ["Not great", 2, "|", 1], ["Poor", 1, "|", 1], ["Spoiled", None, "|||", 3]),
    ],
    "points with a scale above": [
        [QUESTION],
        ["1 = not good, 5 = excellent"],
        ["Answer", "Votes"],
        *([1, 1], [2, 1], [3, 5], [4, 16], [5, 20]),
    ],
}


@pytest.mark.parametrize("rows", OF_ONE_QUESTION.values(), ids=OF_ONE_QUESTION)
def test_answers_to_one_question_are_counted_once(rows: list[list[Any]]) -> None:
    assert answers(rows) == {(QUESTION, 5.0): 20, (QUESTION, 4.0): 16, (QUESTION, 3.0): 5} | {
        (QUESTION, point): 1 for point in (2.0, 1.0)
    }
    value = evaluate(dataset(xlsx(Tally=rows)), metrics=["mean_rating"], as_of=date(2026, 12, 31)).values[0]
    assert (value.value, value.certainty) == (pytest.approx(182 / 43), "exact")


def test_row_of_all_answers_is_no_statement() -> None:
    rows = [*ACROSS, ["I learned something", 2, 2, 2, 2, 2, 10], ["All ticks", 9, 5, 7, 5, 4, 30]]
    assert len({measure for measure, _ in answers(rows)}) == 3


def test_reversed_or_unexplained_points_are_no_ratings() -> None:
    weeks = [["Reading club by week"], ["Class", 1, 2, 3, 4, 5], ["A", 12, 9, 2, 1, 0]]
    ranks = [
        [QUESTION],
        ["1 = excellent, 5 = poor"],
        ["Answer", "Votes"],
        [1, 20],
        [2, 9],
        [3, 4],
        [4, 1],
        [5, 2],
    ]
    for rows in (weeks, ranks):
        assert "outcomes" not in read(xlsx(Tally=rows)).tables


def test_unknown_answer_between_others_is_asked_about() -> None:
    rows = [["Statement", "Strongly agree", "Whatever", "Agree", "Disagree"], ["Again", 6, 2, 1, 1]]
    assert read(xlsx(Tally=rows)).reading.sheets[0].layout == "unknown"


@pytest.mark.parametrize("heading", ["Sheet", "No.", "Papel"])
@pytest.mark.parametrize("answered", [5, 9])
def test_numbers_of_forms_are_no_ratings(heading: str, answered: int) -> None:
    rated = [4, 4, 5, 5, 3, 4, 5, 4, 2][:answered]
    rows = [["Feedback: how useful was the workshop? (1 not useful - 5 very useful)"], []]
    rows += [[heading, "Score", "Comment"], *([n, rating, None] for n, rating in enumerate(rated, 1))]
    found = [row["rating"] for row in read(xlsx(Feedback=rows)).tables.get("outcomes", [])]
    assert found in ([], rated)


def test_points_times_answers_are_no_second_group() -> None:
    """Four answers with 5·2 + 4·1 + 3·1 = 17 points; the products next to the counts are no answers."""
    rows = [["Pregunta: ¿Qué le pareció el taller?"], []]
    rows += [["Respuesta", "Puntaje", "Cantidad", "Puntaje x cantidad"], ["Excelente", 5, 2, 10]]
    rows += [["Muy bueno", 4, 1, 4], ["Bueno", 3, 1, 3], ["Regular", 2, 0, 0], ["Malo", 1, 0, 0]]
    found = answers(rows)
    assert (found.total(), sum(rating * times for (_, rating), times in found.items())) == (4, 17)


@pytest.mark.parametrize("sign", ["{} ({})", "{} = {}", "{} - {}"])
def test_words_with_their_points_across_are_answers(sign: str) -> None:
    words = ("Excelente", "Bueno", "Regular", "Malo", "Muy malo")
    heads = [sign.format(word, 5 - place) for place, word in enumerate(words)]
    rows: list[list[Any]] = [
        ["ENCUESTA DE SATISFACCIÓN"],
        ["Pregunta", *heads, "No responde", "Total"],
        ["Horario", 8, 12, 7, 3, 1, 1, 31],
        ["Espacio", 15, 12, 3, 0, 0, 2, 30],
    ]
    found = answers(rows)
    assert (found["Horario", 5], found["Horario", 1], found.total()) == (8, 1, 61)
