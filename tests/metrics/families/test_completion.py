"""Who completed a program, who may have, and what cannot be decided: counted by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.metrics.families.test_people import marked
from tests.support.builders.datasets import by_group, dataset, value, values

LISTED = {"roster": "complete"}


def program_of(marks: Sequence[str], threshold: float | None = 0.75, **session: Any) -> Any:
    """A program with one session a week, the first character of `marks` for person k0 and so on."""
    sessions = [LISTED | session | {"on": str(date(2026, 3, 1 + 7 * n))} for n in range(len(marks))]
    people = [mark for n, day in enumerate(marks) for mark in marked(f"s{n}", day)]
    return dataset(sessions, people, settings={"completion_threshold": threshold})


def test_completion_rate_matches_the_worked_example() -> None:
    """
    4 sessions, threshold 75% = 3 sessions; 20 enrolled at the start:
    13 came 3 or 4 times, 5 came once, 2 came twice with one mark unknown (could still be 3): undecidable
    13 ÷ 18 = 72% (49–88), 18 of 20 decided; a 21st who came from the second session on is not in it
    """
    days = ["P" * 20 + " ", "P" * 13 + "A" * 5 + "PP" + "P", "P" * 13 + "A" * 5 + "??" + "P", "A" * 20 + "P"]
    result = value(program_of(days), "completion_rate")
    assert (result.numerator, result.denominator, result.coverage) == (13, 18, 0.9)
    assert (round(100 * (result.ci_low or 0)), round(100 * (result.ci_high or 0))) == (49, 88)


def test_unknown_mark_without_effect_does_not_make_completion_undecided() -> None:
    """k0 PPP? completed whatever ? is; k1 PAA? cannot complete any more: 1 ÷ 2, both decided."""
    result = value(program_of(["PP", "PA", "PA", "??"]), "completion_rate")
    assert (result.value, result.denominator, result.coverage) == (0.5, 2, 1)


def test_session_without_list_may_have_been_attended() -> None:
    """Three listed sessions and one head count; k0 PPP completed; k1 PPA may have been there: 1 ÷ 1."""
    sessions = [LISTED | {"on": f"2026-03-0{n}"} for n in range(1, 4)] + [{"on": "2026-03-09", "attended": 2}]
    people = [*marked("s0", "PP"), *marked("s1", "PP"), *marked("s2", "PA")]
    result = value(dataset(sessions, people, settings={"completion_threshold": 0.75}), "completion_rate")
    assert (result.value, result.denominator, result.coverage) == (1, 1, 0.5)


def test_missing_from_a_complete_list_is_an_absence() -> None:
    result = value(program_of(["PP", "P ", "P ", "P "]), "completion_rate")
    assert (result.numerator, result.denominator) == (1, 2)


def test_two_marks_at_one_session_count_once() -> None:
    data = program_of(["PP", "PA"])
    doubled = dataset(
        [LISTED | {"on": "2026-03-01"}, LISTED | {"on": "2026-03-08"}],
        [*marked("s0", "PP"), *marked("s0", "PP"), *marked("s1", "PA")],
        settings={"completion_threshold": 0.75},
    )
    assert value(doubled, "completion_rate").value == value(data, "completion_rate").value == 0.5


def test_completion_without_threshold_is_undefined() -> None:
    result = value(program_of(["PP", "PA"], threshold=None), "completion_rate")
    assert (result.value, result.reason, dict(result.reason_values)) == (
        None,
        "no-setting",
        {"name": "completion_threshold"},
    )


def test_completion_is_undecided_when_every_person_is_undecided() -> None:
    assert value(program_of(["P", "?"], threshold=1), "completion_rate").reason == "undecided"


def test_completion_belongs_to_a_site_only_for_single_site_programs() -> None:
    result = values(program_of(["PP", "PA"], site="Main"), "completion_rate", by="site")
    assert by_group(result, "site") == {"Main": 0.5}
    moving = dataset(
        [LISTED | {"on": "2026-03-01", "site": "Main"}, LISTED | {"on": "2026-03-08", "site": "Hall"}],
        [*marked("s0", "PP"), *marked("s1", "PA")],
        settings={"completion_threshold": 0.75},
    )
    assert by_group(values(moving, "completion_rate", by="site"), "site")[None] == 0.5


def test_person_in_two_programs_gives_completion_no_interval() -> None:
    data = dataset(
        [LISTED | {"p": "A", "on": "2026-03-01"}, LISTED | {"p": "B", "on": "2026-03-01"}],
        [*marked("s0", "P"), *marked("s1", "P")],
        settings={"completion_threshold": 0.5},
    )
    result = value(data, "completion_rate")
    assert (result.numerator, result.denominator, result.ci_low) == (2, 2, None)
    assert value(data, "completion_rate", where={"program": "A"}).ci_low is not None
