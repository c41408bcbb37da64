"""How many people, how often each, who was new, who returned and who dropped off: counted by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.metrics.intervals import wilson_interval
from tests.metrics.families.test_people import marked
from tests.support.builders.datasets import by_group, dataset, value, values

LISTED = {"roster": "complete"}


def bounds(*sessions: dict[str, Any], people: Any = ()) -> tuple[float | None, float | None]:
    """The bounds of the number of people, which has no value."""
    result = value(dataset(sessions, people), "participants_bounds")
    assert (result.value, result.reason, result.certainty) == (None, None, "range")
    return result.low, result.high


def test_head_counts_give_a_range_of_people() -> None:
    """Rows of 18, 25 and 60 in 3 events: at least 25, at most 18 + 25 + 60 = 103."""
    counted = [{"attended": 18}, {"attended": 25}, {"attended": 60, "events": 3}]
    assert bounds(*counted) == (25, 103)
    assert bounds(*counted, {}) == (25, None)
    assert bounds(*counted, {"attended": 3, "attended_at_least": True}) == (25, None)


def test_grouped_total_bounds_people_by_its_average() -> None:
    assert bounds({"attended": 61, "events": 3}) == (21, 61)
    assert bounds({"attended": 61, "events": None}) == (0, 61)


def test_listed_people_narrow_the_range() -> None:
    """s0: k0 k1 k2 of 5 who came; s1: k0 of 1. Known 3, without a name 2, the largest session 5: 5 to 5."""
    people = [*marked("s0", "PPPA"), *marked("s1", "P")]
    assert bounds({"attended": 5, "roster": "partial"}, LISTED | {"attended": 1}, people=people) == (5, 5)
    assert bounds({"attended": 2, "roster": "partial"}, LISTED | {"attended": 1}, people=people) == (3, 3)


def test_surplus_names_at_one_session_do_not_reduce_another() -> None:
    """s0: 2 counted, 3 on the list; s1: k0 of 5, 4 without a name. Known 3 and 4 more: 5 to 7, never 6."""
    people = [*marked("s0", "PPP"), *marked("s1", "P")]
    partial = {"roster": "partial"}
    assert bounds(partial | {"attended": 2}, partial | {"attended": 5}, people=people) == (5, 7)


def test_visits_per_participant_uses_named_presences_only() -> None:
    """k0 twice, k1 once, one without a name, and a session of 90 head counts: 3 ÷ 2, of 4 presences."""
    people = [*marked("s0", "PP"), *marked("s1", "LA"), {"at": "s1", "who": None}]
    result = value(dataset([LISTED, LISTED, {"attended": 90}], people), "visits_per_participant")
    assert (result.value, result.numerator, result.denominator, result.coverage) == (1.5, 3, 2, 3 / 4)


def test_first_time_share_counts_people_who_answered() -> None:
    """
    person  s0       s1
    k0      yes      no     new: any yes
    k1      no       no     not new
    k2      blank    yes    new
    k3      unknown         did not answer
    k4      yes (absent)    was not there
    """
    answers = [("k0", "yes", "no"), ("k1", "no", "no"), ("k2", None, "yes"), ("k3", "unknown", None)]
    people = [{"at": f"s{n}", "who": row[0], "first_time": row[n + 1]} for row in answers for n in (0, 1)]
    people.append({"at": "s0", "who": "k4", "status": "absent", "first_time": "yes"})
    result = value(dataset([LISTED, LISTED], people), "first_time_share")
    assert (result.numerator, result.denominator, result.coverage) == (2, 3, 3 / 4)
    assert (result.ci_low, result.ci_high) == wilson_interval(2, 3)


def test_repeat_rate_is_counted_within_each_group() -> None:
    """
    person  s0 (One, A and B)  s1 (One)  s2 (Two, B)    One: k0 of k0 k1; Two: none of k1 k2
    k0      P                  P                        total k0 and k1 of 3; partner B the same
    k1      P                            P
    k2                                   P
    """
    sessions = [{"p": "One"} | LISTED, {"p": "One"} | LISTED, {"p": "Two"} | LISTED]
    people = [*marked("s0", "PP"), *marked("s1", "PA"), *marked("s2", " PP")]
    programs = [{"name": "One", "partners": ["A", "B"]}, {"name": "Two", "partners": ["B"]}]
    data = dataset(sessions, people, programs=programs)
    assert (value(data, "repeat_rate").numerator, value(data, "repeat_rate").denominator) == (2, 3)
    assert by_group(values(data, "repeat_rate", by="program"), "program") == {"One": 1 / 2, "Two": 0}
    assert by_group(values(data, "repeat_rate", by="partner"), "partner") == {"A": 1 / 2, "B": 2 / 3}


def test_two_marks_at_one_session_count_once() -> None:
    people = [*marked("s0", "P"), *marked("s0", "P")]
    assert value(dataset([LISTED], people), "repeat_rate").value == 0


@pytest.mark.parametrize(
    "other", [{}, {"attended": 25}, {"attended": 9, "roster": "partial"}, LISTED | {"attended": 4}]
)
def test_repeat_rate_is_at_least_without_complete_lists(other: dict[str, Any]) -> None:
    """k0 k1 at s0, k0 at s1: 1 of 2; anybody may also have been at the third session without a full list."""
    sessions, people = [LISTED, LISTED], [*marked("s0", "PP"), *marked("s1", "P")]
    full = value(dataset(sessions, people), "repeat_rate")
    assert (full.value, full.certainty, full.coverage) == (1 / 2, "exact", 1)
    result = value(dataset([*sessions, other], people), "repeat_rate")
    assert (result.value, result.certainty, result.low, result.high, result.coverage) == (
        1 / 2,
        "at_least",
        1 / 2,
        None,
        2 / 3,
    )


QUARTERS = [LISTED | {"on": f"2025-{month}-15"} for month in ("01", "02", "04", "10")]
CAME = [*marked("s0", "PP"), *marked("s1", "  P"), *marked("s2", "PAP"), *marked("s3", " P P")]


def test_retention_compares_each_period_with_the_next_listed() -> None:
    """
    2025-Q1  k0 k1 k2   k0 k2 came again in Q2:        2 / 3
    2025-Q2  k0 k2      none came again in Q4:         0 / 2
    2025-Q4  k1 k3      no next period                 not-yet
    """
    data = dataset(QUARTERS, CAME)
    result = values(data, "retention_rate", by="quarter")
    assert [(v.groups["quarter"], v.value, v.reason) for v in result] == [
        ("2025-Q1", 2 / 3, None),
        ("2025-Q2", 0, None),
        ("2025-Q4", None, "not-yet"),
    ]
    months = by_group(values(data, "retention_rate", by="month"), "month")
    assert months == {"2025-01": 0, "2025-02": 1, "2025-04": 0, "2025-10": None}


def test_retention_without_period_grouping_uses_quarters() -> None:
    result = value(dataset(QUARTERS, CAME), "retention_rate")
    assert (result.numerator, result.denominator, result.certainty) == (2, 5, "exact")
    sessions = [row | {"site": "Hall" if n < 3 else None} for n, row in enumerate(QUARTERS)]
    sites = {
        v.groups["site"]: (v.value, v.reason)
        for v in values(dataset(sessions, CAME), "retention_rate", by="site")
    }
    assert sites == {"Hall": (2 / 3, None), None: (None, "not-yet")}


def test_unfinished_next_period_makes_retention_at_least() -> None:
    data = dataset(QUARTERS[:3], CAME[:-2])
    running = value(data, "retention_rate", as_of=date(2025, 6, 29))
    assert (running.value, running.certainty, running.high) == (2 / 3, "at_least", None)
    assert value(data, "retention_rate", as_of=date(2025, 6, 30)).certainty == "exact"


def test_retention_is_at_least_when_a_list_is_incomplete() -> None:
    """Hall, March k0 k1 k2 listed, April k0 listed of 25: at least 1 / 3.

    A head count of another site in April also makes it at least, except by site. A March list with unnamed
    guests is incomplete too.
    """
    march, april = (
        LISTED | {"on": "2026-03-01", "site": "Hall"},
        LISTED | {"on": "2026-04-02", "site": "Hall"},
    )
    came = [*marked("s0", "PPP"), *marked("s1", "P")]
    main = {"on": "2026-04-03", "site": "Main", "attended": 9}

    def first_value(*sessions: dict[str, Any], **options: Any) -> tuple[float | None, str]:
        first = values(dataset(sessions, came), "retention_rate", **options)[0]
        return first.value, first.certainty

    assert first_value(march, april, by="month") == (1 / 3, "exact")
    assert first_value(march, april | {"roster": "partial", "attended": 25}, by="month") == (
        1 / 3,
        "at_least",
    )
    assert first_value(march, april, main, by="month") == (1 / 3, "at_least")
    assert first_value(march | {"attended": 9}, april, by="month") == (1 / 3, "at_least")
    winter, spring = march | {"on": "2026-01-05"}, april | {"on": "2026-05-05"}
    assert first_value(winter, spring, main, by="site") == (1 / 3, "exact")
    assert first_value(winter, spring, main) == (1 / 3, "at_least")


def test_period_with_only_unnamed_people_is_skipped_in_retention() -> None:
    """k0 k1 in Q1, an unnamed guest in Q2, k0 in Q3: Q1 is compared with Q3, 1 ÷ 2."""
    sessions = [LISTED | {"on": f"2025-{month}-15"} for month in ("01", "04", "07")]
    guest = {"at": "s1", "who": None, "status": "present"}
    result = value(dataset(sessions, [*marked("s0", "PP"), guest, *marked("s2", "P")]), "retention_rate")
    assert (result.numerator, result.denominator) == (1, 2)
    with_absentee = value(
        dataset(sessions, [*marked("s0", "PP"), *marked("s1", "  A"), *marked("s2", "P")]), "retention_rate"
    )
    assert (with_absentee.numerator, with_absentee.denominator) == (0, 2)


def test_head_counts_make_retention_of_a_group_at_least() -> None:
    """Cebuano k0 k1 in January, k0 in May; in May a session without a list, to which k1 may have come."""
    sessions = [
        LISTED | {"on": "2026-01-05"},
        LISTED | {"on": "2026-05-05"},
        {"on": "2026-05-06", "attended": 5},
    ]
    people = [row | {"mother_tongue": "Cebuano"} for row in (*marked("s0", "PP"), *marked("s1", "P"))]
    (listed,) = values(dataset(sessions[:2], people), "retention_rate", by="mother_tongue")
    (result,) = values(dataset(sessions, people), "retention_rate", by="mother_tongue")
    assert (listed.value, listed.certainty, result.value, result.certainty) == (
        1 / 2,
        "exact",
        1 / 2,
        "at_least",
    )


@pytest.mark.parametrize(
    ("marks", "stays_away"),
    [
        ("PAAA", True),
        ("AAA", True),
        ("AA", False),
        ("AAAP", False),
        ("AAPA", False),
        ("PAEAA", True),
        ("PA?AA", True),
        ("PEEE", False),
        ("AAALE", False),
        ("LAAAE", True),
    ],
)
def test_three_absences_in_a_row_count_as_drop_off(marks: str, stays_away: bool) -> None:
    """Excused and unknown marks neither interrupt nor extend the row; late counts as present."""
    sessions = [LISTED | {"on": f"2026-01-{10 + n}"} for n in range(len(marks))]
    people = [{"at": f"s{n}", "who": "k0", "status": s["status"]} for n, s in enumerate(marked("s0", marks))]
    people.append({"at": "s0", "who": "k1", "status": "absent"})
    result = value(dataset(sessions, people), "drop_off_count")
    assert (result.value, result.n) == (int(stays_away), int(stays_away))


def test_absences_in_two_programs_are_not_combined() -> None:
    sessions = [LISTED | {"p": "One" if n < 2 else "Two", "on": f"2026-01-{10 + n}"} for n in range(5)]
    people = [{"at": f"s{n}", "who": "k0", "status": "absent"} for n in range(5)]
    assert value(dataset(sessions[:4], people[:4]), "drop_off_count").value == 0
    data = dataset(sessions, people, programs=[{"name": "Two", "partners": ["A", "B"]}])
    assert by_group(values(data, "drop_off_count", by="program"), "program") == {"One": 0, "Two": 1}
    assert by_group(values(data, "drop_off_count", by="partner"), "partner") == {"A": 1, "B": 1, None: 0}
    assert value(data, "drop_off_count").value == 1


def test_later_absences_are_excluded() -> None:
    sessions = [LISTED | {"on": f"2026-0{1 + n}-10"} for n in range(3)]
    people = [row for n in range(3) for row in marked(f"s{n}", "A")]
    assert value(dataset(sessions, people), "drop_off_count").value == 1
    assert value(dataset(sessions, people), "drop_off_count", as_of=date(2026, 2, 28)).value == 0
