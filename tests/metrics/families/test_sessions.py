"""Sessions and visits: summed by hand."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.builders.datasets import by_group, dataset, value, values


def test_average_divides_counted_visits_by_counted_sessions() -> None:
    """
    row      events  attended
    recorded    969    28,527     28,527 ÷ 969 = 29.44; ÷ 2,195 = 13.0 is wrong
    blank     1,226         –     coverage 969 ÷ 2,195 = 44.1% of events (1 of 2 rows)
    """
    data = dataset([{"events": 969, "attended": 28527}, {"events": 1226}])
    average, total, coverage = (
        value(data, m) for m in ("attendance_per_session", "attendance_total", "attendance_coverage")
    )
    assert average.value == 28527 / 969
    assert (average.numerator, average.denominator, average.n) == (28527, 969, 969)
    assert average.coverage == 969 / 2195
    assert (total.value, total.certainty, total.low, total.high) == (28527, "at_least", 28527, None)
    assert (coverage.value, coverage.numerator, coverage.denominator) == (969 / 2195, 969, 2195)
    assert value(data, "sessions_held").value == 2195


def test_blank_and_zero_attendance_are_different() -> None:
    """
    attended 10, 0, –: total 10 at least, 2 of 3 covered, average 10 ÷ 2 = 5 (blank as 0 would give 3.3)
    """
    data = dataset([{"attended": 10}, {"attended": 0}, {}])
    assert value(data, "attendance_total").value == 10
    assert value(data, "attendance_coverage").value == 2 / 3
    assert value(data, "attendance_per_session").value == 5
    zero = value(dataset([{"attended": 0}]), "attendance_total")
    assert (zero.value, zero.certainty, zero.reason) == (0, "exact", None)


def test_average_is_a_ratio_of_sums() -> None:
    """
    site  events  attended  each
    A          1        30    30
    B          9        90    10     120 ÷ 10 = 12; the mean of 30 and 10 would be 20
    """
    data = dataset([{"site": "A", "attended": 30}, {"site": "B", "events": 9, "attended": 90}])
    assert value(data, "attendance_per_session").value == 12
    assert by_group(values(data, "attendance_per_session", by="site"), "site") == {"A": 30, "B": 10}


def test_row_without_event_count_is_excluded_from_the_average() -> None:
    """
    events 2, attended 20; events –, attended 50
    visits 70; average 20 ÷ 2 = 10; sessions at least 2; coverage by rows 2 ÷ 2
    """
    data = dataset([{"events": 2, "attended": 20}, {"events": None, "attended": 50}])
    total, held = value(data, "attendance_total"), value(data, "sessions_held")
    assert (total.value, total.certainty, total.coverage, total.note) == (70, "exact", 1.0, "by-rows")
    average = value(data, "attendance_per_session")
    assert (average.value, average.certainty, average.coverage) == (10, "partial", 0.5)
    assert (held.value, held.certainty, held.high, held.coverage) == (2, "at_least", None, 0.5)


def test_unknown_session_count_is_a_gap_not_zero() -> None:
    data = dataset([{"events": None, "attended": 50}])
    assert (value(data, "sessions_held").value, value(data, "sessions_held").reason) == (None, "no-field")
    assert value(data, "attendance_per_session").reason == "no-field"
    assert value(data, "attendance_total").value == 50
    assert value(data, "session_delivery_rate").value == 1


def test_visits_with_zero_events_count_only_in_the_total() -> None:
    """
    events 3, attended 30; events 0, attended 7: total 37, average 30 ÷ 3 = 10
    """
    data = dataset([{"events": 3, "attended": 30}, {"events": 0, "attended": 7}])
    assert value(data, "attendance_total").value == 37
    assert value(data, "attendance_per_session").value == 10


def test_cancelled_and_recorded_sessions_are_not_held() -> None:
    """
    held 18, held (live virtual) 6, cancelled –, recorded 400 views: 2 sessions, 24 visits, 2 of 3 delivered
    """
    data = dataset(
        [
            {"attended": 18},
            {"attended": 6, "format": "live_virtual"},
            {"status": "cancelled"},
            {"attended": 400, "format": "recorded"},
        ]
    )
    assert value(data, "sessions_held").value == 2
    assert value(data, "attendance_total").value == 24
    delivered = value(data, "session_delivery_rate")
    assert (delivered.numerator, delivered.denominator) == (2, 3)


def test_cancelled_sessions_are_weighted_by_events() -> None:
    """Held 6 events in one row, cancelled 2 rows of 1: 6 ÷ 8 = 75%, not 1 ÷ 3."""
    data = dataset([{"events": 6}, {"status": "cancelled"}, {"status": "cancelled"}])
    assert value(data, "session_delivery_rate").value == 0.75


def test_only_cancelled_sessions_give_a_delivery_rate_of_zero() -> None:
    data = dataset([{"status": "cancelled"}])
    assert value(data, "session_delivery_rate").value == 0
    assert value(data, "sessions_held").reason == "no-sessions"
    assert value(data, "attendance_coverage").reason == "no-sessions"


def test_future_sessions_are_neither_held_nor_cancelled() -> None:
    """1 March 10, 1 July 99, 1 August cancelled, undated 5; as of 30 June: 2 held, 15 visits, 0 cancelled."""
    data = dataset(
        [
            {"on": "2026-03-01", "attended": 10},
            {"on": "2026-07-01", "attended": 99},
            {"on": "2026-08-01", "status": "cancelled"},
            {"attended": 5},
        ]
    )
    assert value(data, "attendance_total").value == 15
    assert value(data, "session_delivery_rate").value == 1
    assert value(data, "attendance_total", as_of=date(2026, 7, 1)).value == 114
    assert value(data, "session_delivery_rate", as_of=date(2026, 8, 1)).value == 3 / 4


def test_undated_session_is_excluded_from_dated_selections() -> None:
    data = dataset(
        [{"on": "2026-03-31", "attended": 10}, {"on": "2026-04-01", "attended": 3}, {"attended": 5}]
    )
    assert value(data, "attendance_total").value == 18
    assert value(data, "attendance_total", start=date(2026, 3, 1), end=date(2026, 3, 31)).value == 10
    assert value(data, "attendance_total", end=date(2026, 4, 1)).value == 13
    assert value(data, "attendance_total", start=date(2026, 4, 1)).value == 3
    assert by_group(values(data, "attendance_total", by="month"), "month") == {
        "2026-03": 10,
        "2026-04": 3,
        None: 5,
    }


def test_estimates_stay_flagged() -> None:
    data = dataset([{"attended": 20, "attended_is_estimate": True}, {"attended": 10}])
    for metric in ("attendance_total", "attendance_per_session"):
        assert value(data, metric).estimated
    assert value(data, "attendance_total").certainty == "exact"
    assert not value(dataset([{"attended": 10}]), "attendance_total").estimated


def test_lower_bound_attendance_bounds_total_and_average() -> None:
    data = dataset(
        [{"attended": 15, "attended_at_least": True, "attended_is_estimate": True}, {"attended": 10}]
    )
    for metric in ("attendance_total", "attendance_per_session"):
        result = value(data, metric)
        assert (result.certainty, result.low, result.high) == ("at_least", result.value, None)
    assert value(data, "attendance_total").coverage == 1


def test_flags_on_a_blank_count_are_ignored() -> None:
    data = dataset([{"attended_is_estimate": True, "attended_at_least": True}, {"attended": 10}])
    assert not value(data, "attendance_total").estimated
    assert value(data, "attendance_per_session").certainty == "partial"


TYPED_AND_LISTED = [
    # typed, list, marks → visits, estimated, certainty
    pytest.param(
        20, "complete", ["present", "late", "absent"], 20, False, "exact", id="typed outranks the list"
    ),
    pytest.param(
        None, "complete", ["present", "late", "absent"], 2, False, "exact", id="a complete list is counted"
    ),
    pytest.param(None, "complete", ["absent"], 0, False, "exact", id="a complete list of absences is nobody"),
    pytest.param(
        None, "partial", ["present", "unknown"], 1, True, "at_least", id="a partial list is a lower bound"
    ),
    pytest.param(
        None, "partial", ["unknown"], None, False, "exact", id="a list without explained marks says nothing"
    ),
    pytest.param(None, "none", [], None, False, "exact", id="no list and no number is a gap"),
]


@pytest.mark.parametrize(("typed", "roster", "marks", "visits", "estimated", "certainty"), TYPED_AND_LISTED)
def test_typed_attendance_takes_precedence_over_the_list(
    typed: float | None, roster: str, marks: list[str], visits: float | None, estimated: bool, certainty: str
) -> None:
    people = [{"at": "s0", "who": f"k{n}", "status": mark} for n, mark in enumerate(marks)]
    result = value(dataset([{"attended": typed, "roster": roster}], people), "attendance_total")
    assert (result.value, result.estimated, result.certainty) == (visits, estimated, certainty)
    assert result.reason == (None if visits is not None else "no-counts")


def test_list_does_not_multiply_a_session() -> None:
    """Session typed 12, list of 3 people: 12 visits in 1 session, not 36 in 3."""
    data = dataset([{"attended": 12, "roster": "partial"}], [{"at": "s0", "who": w} for w in "abc"])
    assert value(data, "attendance_total").value == 12
    assert value(data, "sessions_held").value == 1


def test_rate_per_thousand_uses_the_shared_population() -> None:
    """
    program  visits  population
    A            30         600      by program A: 1,000 × 30 ÷ 600 = 50; B: 1,000 × 10 ÷ 600 = 16.7
    B            10         600      total 1,000 × 40 ÷ 600 = 66.7: the same children, not 1,200
    """
    programs = [{"name": "A", "population": 600}, {"name": "B", "population": 600}]
    data = dataset([{"p": "A", "attended": 30}, {"p": "B", "attended": 10}], programs=programs)
    assert value(data, "attendance_per_1000").value == pytest.approx(1000 * 40 / 600)
    result = by_group(values(data, "attendance_per_1000", by="program"), "program")
    assert result == {"A": 50, "B": pytest.approx(1000 * 10 / 600)}


@pytest.mark.parametrize(
    ("populations", "entered", "expected"),
    [
        ((600, 600), None, 600),
        ((600, 600), 9000, 600),
        ((600, 200), None, None),
        ((600, 200), 9000, 9000),
        ((600, None), None, None),
        ((600, None), 9000, 9000),
        ((None, None), 9000, 9000),
        ((None, None), None, None),
    ],
)
def test_populations_of_several_programs_are_never_added(
    populations: tuple[float | None, ...], entered: float | None, expected: float | None
) -> None:
    programs = [{"name": name, "population": n} for name, n in zip("AB", populations, strict=True)]
    data = dataset(
        [{"p": "A", "attended": 30}, {"p": "B", "attended": 10}],
        programs=programs,
        settings={"population": entered},
    )
    result = value(data, "attendance_per_1000")
    assert result.denominator == expected
    assert result.reason == (None if expected else "no-population")


def test_program_without_held_session_does_not_affect_population() -> None:
    programs = [{"name": "A", "population": 600}, {"name": "B", "population": 50}]
    data = dataset([{"p": "A", "attended": 30}, {"p": "B", "status": "cancelled"}], programs=programs)
    assert value(data, "attendance_per_1000").denominator == 600


def test_rate_of_incomplete_total_is_at_least() -> None:
    data = dataset([{"attended": 30}, {}], settings={"population": 600})
    result = value(data, "attendance_per_1000")
    assert (result.value, result.certainty, result.high, result.coverage) == (50, "at_least", None, 0.5)
