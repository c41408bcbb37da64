"""Official forms: the margins of the library survey and a school's daily attendance, counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics.metrics import Value
from tests.support.builders.datasets import by_group, dataset, value, values

LISTED = {"roster": "complete"}


def grid(result: tuple[Value, ...], count: str) -> dict[tuple[str | None, str | None], Any]:
    """(margin, class) → number, without empty classes and without recordings."""
    shown = [v for v in result if v.value and v.groups["count"] == count and v.groups["margin"] != "recorded"]
    return {(v.groups["margin"], v.groups["class"]): v.value for v in shown}


def test_margins_of_the_official_form_balance() -> None:
    """
    events  visits  age class         format
    1       20      0-5 (by its label) onsite
    3       60      6-11              offsite
    1       12      6-11              onsite
    1       500     6-11              recorded     not live
    1       9       0-5               onsite       cancelled
    1       7       0-5               onsite       of a program excluded from official statistics
    """
    sessions = [
        {"attended": 20, "age_group": "0-5", "format": "onsite"},
        {"attended": 60, "events": 3, "age_group": "grades 1 to 5", "age_class": "6-11", "format": "offsite"},
        {"attended": 12, "age_class": "6-11", "format": "onsite"},
        {"attended": 500, "age_class": "6-11", "format": "recorded"},
        {"attended": 9, "age_class": "0-5", "format": "onsite", "status": "cancelled"},
        {"p": "Booth", "attended": 7, "age_class": "0-5", "format": "onsite"},
    ]
    result = values(dataset(sessions, programs=[{"name": "Booth", "official": "no"}]), "imls_grid")
    assert grid(result, "visits") == {
        ("age", "0-5"): 20,
        ("age", "6-11"): 72,
        ("age", "total"): 92,
        ("format", "onsite"): 32,
        ("format", "offsite"): 60,
        ("format", "total"): 92,
    }
    assert grid(result, "sessions") == {
        ("age", "0-5"): 1,
        ("age", "6-11"): 4,
        ("age", "total"): 5,
        ("format", "onsite"): 2,
        ("format", "offsite"): 3,
        ("format", "total"): 5,
    }
    assert len(result) == 2 * (5 + 1) + 2 * (3 + 1) + 2
    recorded = {v.groups["count"]: v.value for v in result if v.groups["margin"] == "recorded"}
    assert recorded == {"sessions": 1, "views": 500}
    assert {(v.certainty, v.note) for v in result} == {("exact", "")}


def test_unclassified_sessions_make_margins_differ() -> None:
    sessions = [{"attended": 20, "age_group": "0-5", "format": "onsite"}, {"attended": 5, "format": "onsite"}]
    result = values(dataset(sessions), "imls_grid")
    assert grid(result, "visits") == {
        ("age", "0-5"): 20,
        ("age", "unclassified"): 5,
        ("age", "total"): 25,
        ("format", "onsite"): 25,
        ("format", "total"): 25,
    }
    assert {v.note for v in result if v.groups["margin"] != "recorded"} == {"margins-differ"}
    certain = {
        (v.groups["margin"], v.groups["class"]): v.certainty for v in result if v.groups["count"] == "visits"
    }
    assert certain["age", "12-18"] == "at_least"
    assert certain["format", "onsite"] == certain["age", "total"] == "exact"


def test_unofficial_or_cancelled_recordings_are_excluded() -> None:
    sessions = [
        {"attended": 8, "age_class": "0-5", "format": "onsite"},
        {"p": "Booth", "attended": 70, "format": "recorded"},
        {"attended": 90, "format": "recorded", "status": "cancelled"},
        {"format": "recorded"},
    ]
    result = values(dataset(sessions, programs=[{"name": "Booth", "official": "no"}]), "imls_grid")
    recorded = {v.groups["count"]: (v.value, v.reason) for v in result if v.groups["margin"] == "recorded"}
    assert recorded == {"sessions": (1, None), "views": (None, "no-counts")}


def test_class_without_count_is_unknown_and_unused_class_is_zero() -> None:
    result = values(dataset([{"age_class": "0-5", "format": "onsite"}]), "imls_grid")
    cells = {
        (v.groups["class"], v.groups["count"]): (v.value, v.reason)
        for v in result
        if v.groups["margin"] == "age"
    }
    assert cells["0-5", "sessions"] == (1, None)
    assert cells["0-5", "visits"] == (None, "no-counts")
    assert cells["6-11", "visits"] == (0, None)
    # A visit count of 0 may be small, a number of sessions never is (R9 looks at the numerator).
    nothing = {v.groups["count"]: v.numerator for v in result if v.groups.get("class") == "6-11"}
    assert nothing == {"sessions": None, "visits": 0}


def school(
    days: int, learners: int, came: int, **session: Any
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A class that met on the first days of a month, with `came` presences spread over them."""
    sessions = [
        LISTED | {"id": f"{session.get('p')}{n}", "on": f"2026-02-{n + 1:02}"} | session for n in range(days)
    ]
    marks = [(n, k) for n in range(days) for k in range(learners)]
    people = [
        {
            "at": f"{session.get('p')}{n}",
            "who": f"{session.get('p')}{k}",
            "status": "present" if at < came else "absent",
        }
        for at, (n, k) in enumerate(marks)
    ]
    return sessions, people


def test_daily_attendance_and_month_percentage_match_the_worked_example() -> None:
    """640 presences over 20 days = 32.0; of 35 learners registered at the month's end 91.4%."""
    sessions, people = school(20, 36, 640, p="Grade 1", registered=36)
    sessions[-1]["registered"] = 35
    data = dataset(sessions, people)
    ada, month = value(data, "average_daily_attendance"), value(data, "month_attendance_pct")
    assert (ada.value, ada.numerator, ada.denominator) == (32, 640, 20)
    assert month.value == pytest.approx(32 / 35)
    assert (month.numerator, month.denominator, month.n) == (640, 700, 35)


def test_two_classes_on_one_day_share_a_school_day() -> None:
    """Grade 1: 6 presences of 4 learners on 2 days; Grade 2: 5 on the same days, learners unknown."""
    first, second = school(2, 4, 6, p="Grade 1", registered=4), school(2, 3, 5, p="Grade 2")
    data = dataset([*first[0], *second[0]], [*first[1], *second[1]])
    assert value(data, "average_daily_attendance").value == 11 / 2
    assert by_group(values(data, "average_daily_attendance", by="program"), "program") == {
        "Grade 1": 3,
        "Grade 2": 2.5,
    }
    month = value(data, "month_attendance_pct")
    assert (month.numerator, month.denominator, month.coverage) == (6, 8, 1 / 2)


def test_month_percentage_is_grouped_by_site() -> None:
    """Grade 1 in the Hall: 6 of 2 × 4; Grade 2 without a site: 4 of 2 × 3."""
    first, second = (
        school(2, 4, 6, p="Grade 1", registered=4, site="Hall"),
        school(2, 3, 4, p="Grade 2", registered=3),
    )
    result = values(
        dataset([*first[0], *second[0]], [*first[1], *second[1]]), "month_attendance_pct", by="site"
    )
    assert by_group(result, "site") == {"Hall": 6 / 8, None: 4 / 6}


def test_unmarked_days_and_month_dates_are_not_school_days() -> None:
    sessions, people = school(2, 2, 3, p="Grade 1")
    blank = LISTED | {"id": "blank", "p": "Grade 1", "on": "2026-02-20"}
    vague = LISTED | {"id": "vague", "p": "Grade 1", "on": "2026-02-01", "date_precision": "month"}
    more = [
        {"at": "blank", "who": "k", "status": "unknown"},
        {"at": "vague", "who": "k", "status": "present"},
    ]
    data = dataset([*sessions, blank, vague], [*people, *more])
    assert value(data, "average_daily_attendance").value == 3 / 2


def test_departed_learners_may_raise_month_percentage_above_one() -> None:
    sessions, people = school(2, 4, 8, p="Grade 1", registered=4)
    sessions[-1]["registered"] = 3
    assert value(dataset(sessions, people), "month_attendance_pct").value == pytest.approx(4 / 3)


def test_months_are_weighted_by_days_of_their_learners() -> None:
    """February: 2 days, 2 registered, 2 presences. March: 1 day, 4 registered, 4 presences: 6 ÷ 8."""
    sessions, people = school(2, 2, 2, p="Grade 1", registered=2)
    march = LISTED | {"id": "march", "p": "Grade 1", "on": "2026-03-02", "registered": 4}
    data = dataset([*sessions, march], [*people, *({"at": "march", "who": f"k{n}"} for n in range(4))])
    assert value(data, "month_attendance_pct").value == 6 / 8
    assert by_group(values(data, "month_attendance_pct", by="month"), "month") == {
        "2026-02": 1 / 2,
        "2026-03": 1,
    }
