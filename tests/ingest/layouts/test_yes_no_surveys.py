"""Surveys answered with yes and no, or with ticks: agreement, and which questions are no outcomes."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.ingest import collect_questions
from libcollab_metrics.ingest.tables.survey_columns import asks_what_it_did
from libcollab_metrics.ingest.values.categories import NOT_YES, YES, are_yes_or_no, parse_yes_or_no
from libcollab_metrics.metrics import evaluate
from tests.support.sheets import codes, dataset, imported, xlsx

ENJOYED, BEFORE, AGAIN = "Did you enjoy the day?", "Have you been here before?", "Would you come again?"
YES_NO = [
    ["Where are you from?", ENJOYED, BEFORE, AGAIN, "Remarks"],
    ["Wallsend", "Yes, lots", "No", "Yes", "Thank you"],
    ["Leeds", "No", "No", "Yes", None],
    ["York", "Maybe", "Yes", "No", "More chairs"],
    ["Corsham", None, "Yes", "Yes", None],
    ["York", "N/A", "Yes", "Yes", None],
]


def _agreement(table: list[list[object]], **answers: object) -> dict[str, tuple[float | None, float | None]]:
    """Return the share that agrees and its number of answers by question."""
    loaded = dataset(xlsx(Feedback=table), **answers)
    found = evaluate(loaded, metrics=["outcome_agreement"], as_of=date(2026, 11, 25))
    return {v.groups["measure"]: (v.value, v.n) for v in found.values if v.group}


def test_yes_agrees_and_maybe_does_not() -> None:
    """Yes, No, Maybe, blank, N/A: one of three valid answers agrees; the other questions are no outcomes."""
    assert _agreement(YES_NO) == {ENJOYED: (1 / 3, 3)}
    loaded = dataset(xlsx(Feedback=YES_NO))
    assert set(loaded.tables["outcomes"]["scale_max"]) == {2}
    assert len(loaded.tables["sessions"]) == len(loaded.tables["participation"]) == 0
    assert "missing-code" in codes(loaded)


@pytest.mark.parametrize("metric", ["mean_rating", "net_agreement"])
def test_yes_and_no_have_no_mean_and_no_net_agreement(metric: str) -> None:
    found = evaluate(dataset(xlsx(Feedback=YES_NO)), metrics=[metric], as_of=date(2026, 11, 25))
    assert [(v.value, v.reason) for v in found.values] == [(None, "yes-or-no")]


def test_free_text_below_a_yes_no_question_is_reported() -> None:
    table = [*YES_NO, ["Hull", "The soup was cold", "No", "No", None], ["Ely", "Yes", "No", "No", None]]
    assert _agreement(table) == {ENJOYED: (2 / 4, 4)}
    assert "choice-unknown" in codes(dataset(xlsx(Feedback=table)))


TICKS = [
    [
        "Which group?",
        "Do you find this group...",
        None,
        None,
        "How did you hear of it?",
        None,
        "Will you return?",
    ],
    ["Open-Ended Response", "Enjoyable", "Inspiring", "Relaxing", "Radio", "Friend", "Response"],
    ["Knitting", "Enjoyable", "Inspiring", None, "Radio", None, "Yes"],
    ["Knitting", "Enjoyable", None, None, None, "Friend", "Yes"],
    ["Chess", None, None, "Relaxing", None, "Friend", "No"],
    ["Chess", None, None, None, "Radio", None, "Yes"],
]


def test_ticks_count_among_those_who_answered_the_question() -> None:
    """Three ticked at least one option: enjoyable 2 of 3, inspiring 1, relaxing 1; the fourth did not answer.

    Where they heard of the group and whether they will return are no outcomes.
    """
    asked = "Do you find this group..."
    assert _agreement(TICKS) == {
        f"{asked} Enjoyable": (2 / 3, 3),
        f"{asked} Inspiring": (1 / 3, 3),
        f"{asked} Relaxing": (1 / 3, 3),
    }
    assert set(dataset(xlsx(Feedback=TICKS)).tables["outcomes"]["program_id"].dropna()) == set()
    with_program = dataset(xlsx(Feedback=TICKS), program="=Which group?")
    assert set(with_program.tables["outcomes"]["program_id"]) == {"knitting", "chess"}


def test_marks_below_the_options_are_ticks_too() -> None:
    marked = [[("x" if n > 1 and cell and column in (1, 2, 3) else cell) for column, cell in enumerate(row)]
              for n, row in enumerate(TICKS)]  # fmt: skip
    assert _agreement(marked) == _agreement(TICKS)


@pytest.mark.parametrize(
    ("question", "answers", "share"),
    [
        ("¿Le gustó el taller?", ["Sí", "sí, mucho", "No", "Más o menos"], 2 / 4),
        ("Nakatulong ba ang gawain sa iyo?", ["Oo", "Opo", "Oo naman", "Hindi po"], 3 / 4),
        ("Was the workshop useful? (Y/N)", ["Y", "N", "Y", "y"], 3 / 4),
    ],
)
def test_three_languages_say_yes_and_no(question: str, answers: list[str], share: float) -> None:
    table = [["¿De dónde viene usted?", question, "Is there anything else?"]]
    table += [["Cebu" if n % 2 else "Bacolod", answer, "no"] for n, answer in enumerate(answers)]
    assert _agreement(table, row_is="answer") == {question: (share, 4)}


def test_any_column_of_yes_and_no_can_be_named() -> None:
    answers = {"mapping": {BEFORE: "outcomes.rating"}}
    assert _agreement(YES_NO, **answers) == {ENJOYED: (1 / 3, 3), BEFORE: (3 / 5, 5)}


def test_question_that_is_no_program_is_not_offered_as_one() -> None:
    (question,) = [q for q in collect_questions(imported(xlsx(Feedback=TICKS)).reading) if q.key == "program"]
    assert [value for value, _ in question.options if value.startswith("=")] == ["=Which group?"]


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("Yes", YES),
        ("Yes definitely", YES),
        ("Definitely", YES),
        ("si", YES),
        ("Sí, aprendí mucho", YES),
        ("Oo, sobra", YES),
        ("No, it was too long", NOT_YES),
        ("A little", NOT_YES),
        ("Medyo", NOT_YES),
        ("Si tuviera más tiempo", None),
        ("Not the best day of my life", None),
        ("Notebooks", None),
        ("Yesterday", None),
        ("4", None),
    ],
)
def test_yes_is_read_from_the_first_words(text: str, rating: float | None) -> None:
    assert parse_yes_or_no(text) == rating


def test_column_needs_mostly_yes_and_no() -> None:
    assert are_yes_or_no(["Yes", "No", "n/a", ""])
    assert not are_yes_or_no(["Yes", "Good", "Fine", "No"])
    assert not are_yes_or_no(["", "n/a"])
    assert not are_yes_or_no(["Always", "Sometimes", "Never"])
    assert are_yes_or_no(["Sí, mucho", "A veces"])


@pytest.mark.parametrize(
    ("question", "is_outcome"),
    [
        ("Did it help you feel more confident?", True),
        ("My child enjoyed the books", True),
        ("¿Recomendaría el taller?", True),
        ("Natuto ka ba?", True),
        ("Did you enjoy reading before?", False),
        ("Would you be interested in learning more?", False),
        ("¿Le gustaría aprender más?", False),
        ("Gusto mo bang sumali ulit?", False),
        ("May we contact you?", False),
        ("Do you have a library card?", False),
    ],
)
def test_only_questions_about_the_effect_are_outcomes(question: str, is_outcome: bool) -> None:
    assert asks_what_it_did(question) is is_outcome


def test_option_that_no_one_ticked_has_no_agreement() -> None:
    """Motivating was offered to the three who answered, and none ticked it; "Other" asks for words."""
    table = [[*row[:4], None, None, *row[4:]] for row in TICKS]
    table[1][4:6] = ["Motivating", "Other (please specify)"]
    found = _agreement(table)
    assert found["Do you find this group... Motivating"] == (0, 3)
    assert len(found) == 4


@pytest.mark.parametrize("question", ["Was it hard to understand?", "¿Fue difícil entender el taller?"])
def test_question_to_which_yes_is_no_praise_is_no_outcome(question: str) -> None:
    assert not asks_what_it_did(question)
