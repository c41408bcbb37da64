"""Tallies of a survey: how many people gave each answer, with the answers across or down."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

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


def test_unknown_answer_between_others_is_asked_about() -> None:
    rows = [["Statement", "Strongly agree", "Whatever", "Agree", "Disagree"], ["Again", 6, 2, 1, 1]]
    assert read(xlsx(Tally=rows)).reading.sheets[0].layout == "unknown"
