"""Seats, registrations, times, hours and attendance, and the metrics of staffing: counted by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.support.builders.datasets import by_group, dataset, value, values

TEAM = {"staff": 2, "staff_hours_per_month": 320}
STAFF = {"kind": "staff_hours", "from_party": "library", "to_party": "project", "status": "spent"}


def test_seat_fill_uses_sessions_with_both_numbers() -> None:
    """18 of 20 seats; 60 at 4 events of 25 seats; 30 without known seats; 9 uncounted events: 78 ÷ 120."""
    sessions = [
        {"attended": 18, "capacity": 20},
        {"attended": 60, "events": 4, "capacity": 25},
        {"attended": 30},
        {"events": 9, "capacity": 50},
        {"attended": 7, "events": None, "capacity": 10},
    ]
    result = value(dataset(sessions[:4]), "seat_fill")
    assert (result.value, result.numerator, result.denominator, result.coverage) == (
        78 / 120,
        78,
        120,
        5 / 15,
    )
    by_rows = value(dataset(sessions), "seat_fill")
    assert (by_rows.value, by_rows.coverage, by_rows.note) == (78 / 120, 2 / 5, "by-rows")


def test_turnout_ratio_includes_walk_ins() -> None:
    result = value(
        dataset([{"attended": 30, "registered": 20}, {"attended": 9}, {"registered": 5}]), "turnout_ratio"
    )
    assert (result.value, result.numerator, result.denominator) == (1.5, 30, 20)


def test_seat_fill_keeps_lower_bounds_and_estimates() -> None:
    row = {"attended": 18, "capacity": 20}
    assert value(dataset([row | {"attended_at_least": True}]), "seat_fill").certainty == "at_least"
    assert value(dataset([row | {"attended_is_estimate": True}]), "seat_fill").estimated
    without_seats = {"attended": 5, "attended_at_least": True, "attended_is_estimate": True}
    result = value(dataset([row, without_seats]), "seat_fill")
    assert (result.certainty, result.estimated) == ("partial", False)


def test_contact_hours_are_visits_times_event_length() -> None:
    """20 for 90 minutes = 30 h; 60 at 3 events of an hour = 60 h; past midnight or reversed: no length."""
    sessions = [
        {"attended": 20, "start": 600, "end": 690},
        {"attended": 60, "events": 3, "start": 600, "end": 660},
        {"attended": 8, "start": 1380, "end": 60},
        {"attended": 8, "start": 600, "end": 600},
        {"attended": 8, "start": 600},
        {"start": 600, "end": 660},
    ]
    result = value(dataset(sessions), "contact_hours")
    assert (result.value, result.n, result.certainty, result.coverage) == (90, 80, "at_least", 4 / 8)
    assert value(dataset(sessions[:2]), "contact_hours").certainty == "exact"


def test_visits_per_staff_hour_excludes_volunteers() -> None:
    """45 + 15 visits over 4 + 2 hours; 12 visits without hours and 3 hours without a count are in neither."""
    sessions = [
        {"attended": 45, "staff_hours": 4, "volunteer_hours": 9},
        {"attended": 15, "staff_hours": 2},
        {"attended": 12},
        {"staff_hours": 3},
    ]
    result = value(dataset(sessions), "attendance_per_staff_hour")
    assert (result.value, result.numerator, result.denominator, result.coverage) == (10, 60, 6, 1 / 2)


def deployed(*sessions: dict[str, Any], by: str = "", **tables: Any) -> Any:
    """The staff deployment of a team of two with 320 hours a month."""
    return values(dataset(sessions, **{"settings": TEAM} | tables), "staff_deployment", by=by)


def test_staff_deployment_counts_every_month_of_the_records() -> None:
    """January 40 h, March 24 h: 64 ÷ (3 × 320), February too. By month 40 ÷ 320 and 24 ÷ 320."""
    sessions = [{"on": "2026-01-20", "staff_hours": 40}, {"on": "2026-03-02", "staff_hours": 24}]
    (result,) = deployed(*sessions)
    assert (result.value, result.numerator, result.denominator, result.certainty) == (
        64 / 960,
        64,
        960,
        "exact",
    )
    assert by_group(deployed(*sessions, by="month"), "month") == {"2026-01": 40 / 320, "2026-03": 24 / 320}
    assert by_group(deployed(*sessions, by="quarter"), "quarter") == {"2026-Q1": 64 / 960}


def test_hours_of_others_add_no_staff_months() -> None:
    """January 40 h of library staff; in March hours of a volunteer and a partner: 40 ÷ 320, not ÷ 960."""
    sessions = [{"on": "2026-01-20", "staff_hours": 40}]
    others = [STAFF | {"kind": "volunteer_hours"}, STAFF | {"from_party": "School"}]
    ledger = [row | {"on": "2026-03-02", "quantity": 5} for row in others]
    (result,) = deployed(*sessions, ledger=ledger)
    assert (result.value, result.denominator) == (40 / 320, 320)
    (ours,) = deployed(*sessions, ledger=[*ledger, STAFF | {"p": "B", "on": "2026-03-02", "quantity": 8}])
    assert (ours.value, ours.denominator) == (48 / 960, 960)


def test_programs_share_the_hours_of_one_staff() -> None:
    """A met in January, B in March; a program with two partners counts for both, and once in the total."""
    sessions = [
        {"p": "A", "on": "2026-01-20", "staff_hours": 40},
        {"p": "B", "on": "2026-03-02", "staff_hours": 24},
    ]
    programs = [{"name": "A", "partners": ["Hope", "School"]}, {"name": "B", "partners": ["Hope"]}]
    assert by_group(deployed(*sessions, by="program"), "program") == {"A": 40 / 960, "B": 24 / 960}
    result = by_group(deployed(*sessions, by="partner", programs=programs), "partner")
    assert result == {"Hope": 64 / 960, "School": 40 / 960}
    assert (
        value(dataset(sessions, settings=TEAM), "staff_deployment", where={"program": "A"}).value == 40 / 960
    )


def test_dated_selection_uses_its_own_months() -> None:
    data = dataset([{"on": f"2026-0{n}-10", "staff_hours": 16} for n in (1, 2, 3, 4)], settings=TEAM)
    result = value(data, "staff_deployment", start=date(2026, 2, 1), end=date(2026, 3, 31))
    assert (result.numerator, result.denominator) == (32, 640)


def test_unrecorded_hours_make_staff_deployment_at_least() -> None:
    (result,) = deployed({"on": "2026-01-20", "staff_hours": 32}, {"on": "2026-01-27"})
    assert (result.value, result.certainty, result.coverage) == (0.1, "at_least", 1 / 2)


def test_ledger_hours_replace_session_hours() -> None:
    ledger = [
        STAFF | {"on": "2026-01-31", "quantity": 64},
        STAFF | {"on": "2026-01-31", "from_party": "School", "quantity": 9},
    ]
    (result,) = deployed({"on": "2026-01-20", "staff_hours": 32}, ledger=ledger)
    assert (result.numerator, result.value) == (64, 0.2)


def test_volunteer_hours_add_up_once_per_program() -> None:
    """A: 2 + 3 hours at sessions. B: 10 in the ledger outrank the 4 at its session. Together 15."""
    written = STAFF | {"kind": "volunteer_hours", "p": "B", "quantity": 10}
    sessions = [
        {"p": "A", "volunteer_hours": 2},
        {"p": "A", "volunteer_hours": 3},
        {"p": "B", "volunteer_hours": 4},
    ]
    result = value(dataset(sessions, ledger=[written]), "volunteer_hours")
    assert (result.value, result.certainty) == (15, "exact")
    open_line = value(dataset(sessions, ledger=[written, written | {"quantity": None}]), "volunteer_hours")
    assert (open_line.value, open_line.certainty) == (15, "at_least")


def test_volunteer_share_uses_programs_with_both_kinds() -> None:
    """A: 6 staff, 2 volunteer hours. B: 10 staff (ledger), 2 volunteer hours. C: staff hours only."""
    sessions = [
        {"p": "A", "staff_hours": 6, "volunteer_hours": 2},
        {"p": "B", "staff_hours": 1, "volunteer_hours": 2},
        {"p": "C", "staff_hours": 50},
    ]
    result = value(dataset(sessions, ledger=[STAFF | {"p": "B", "quantity": 10}]), "volunteer_share")
    assert (result.value, result.numerator, result.denominator, result.left_out) == (4 / 20, 4, 20, ("C",))


def test_volunteer_share_excludes_sessions_with_one_kind_of_hours() -> None:
    """4 staff and 4 volunteer hours; 4 staff hours without volunteer hours: 4 ÷ 8 over 2 of 4 lines."""
    both, staff_only = {"staff_hours": 4, "volunteer_hours": 4}, {"staff_hours": 4}
    result = value(dataset([both, staff_only]), "volunteer_share")
    assert (result.numerator, result.denominator, result.certainty, result.coverage) == (
        4,
        8,
        "partial",
        1 / 2,
    )
    apart = dataset([staff_only, {"volunteer_hours": 4}])
    assert value(apart, "volunteer_share").reason == "no-field"


def test_ledger_hours_with_unrecorded_session_hours_bound_volunteer_share() -> None:
    """Ledger 10 staff hours; sessions 2 volunteer hours and one not recorded: at least 2 ÷ 12.

    With another staff line without hours the share is undecided. Volunteers 5 in the ledger, staff 5 and
    unknown: at most a half.
    """
    sessions = [{"staff_hours": 5, "volunteer_hours": 2}, {}]
    written = STAFF | {"quantity": 10}
    result = value(dataset(sessions, ledger=[written]), "volunteer_share")
    assert (result.numerator, result.denominator, result.certainty, result.coverage) == (
        2,
        12,
        "at_least",
        2 / 3,
    )
    assert value(dataset(sessions, ledger=[written, STAFF]), "volunteer_share").reason == "undecided"
    volunteers = STAFF | {"kind": "volunteer_hours", "quantity": 5}
    result = value(dataset(sessions, ledger=[volunteers]), "volunteer_share")
    assert (result.value, result.certainty) == (1 / 2, "at_most")


def test_deployable_sessions_are_whole_and_not_negative() -> None:
    """320 h a month, 100 used in one month by 40 events: 220 ÷ 2.5 = 88. With 330 used: 0."""
    (result,) = values(
        dataset([{"on": "2026-01-20", "events": 40, "staff_hours": 100}], settings=TEAM),
        "deployable_sessions",
    )
    assert (result.value, result.numerator, result.denominator, result.n) == (88, 220, 2.5, 40)
    assert result.certainty == "exact"
    busy = value(dataset([{"on": "2026-01-20", "staff_hours": 330}], settings=TEAM), "deployable_sessions")
    assert busy.value == 0
    partly = value(
        dataset([{"on": "2026-01-20", "staff_hours": 20}, {"on": "2026-02-20"}], settings=TEAM),
        "deployable_sessions",
    )
    assert (partly.value, partly.certainty, partly.low) == (15, "at_most", None)


def recurring(
    *days: str, start: str | None = "2025-09-01", p: str = "Story hour"
) -> tuple[list[Any], dict[str, Any]]:
    """A recurring program and its sessions."""
    program = {"name": p, "recurring": "yes", "start": start and pd.Timestamp(start)}
    return [{"p": p, "on": day} for day in days], program


@pytest.mark.parametrize(
    ("days", "start", "runs", "reason"),
    [
        (("2025-09-05", "2026-03-01"), "2025-09-01", 1, None),
        (("2025-09-05", "2026-02-28"), "2025-09-01", None, "not-yet"),
        (("2025-09-01", "2026-03-01"), None, 1, None),
        ((), "2025-09-01", None, "not-yet"),
        (("2026-01-05", "2026-06-29"), "2025-12-31", None, "not-yet"),
        (("2026-01-05",), None, None, "no-field"),
    ],
)
def test_recurring_program_is_maintained_after_six_months(
    days: tuple[str, ...], start: str | None, runs: int | None, reason: str | None
) -> None:
    """As of 30 June 2026; a program that began on 31 December is six months old that day."""
    sessions, program = recurring(*days, start=start)
    result = value(dataset(sessions, programs=[program]), "maintenance")
    assert (result.value, result.reason) == (runs, reason)


def test_program_stopped_if_its_end_or_a_cancellation_says_so() -> None:
    """The last session was in February, half a year after the start is March: a sheet may just not go on."""
    sessions, program = recurring("2025-09-05", "2026-02-28")
    ended = program | {"end": pd.Timestamp("2026-02-28")}
    assert value(dataset(sessions, programs=[ended]), "maintenance").value == 0
    cancelled = {"p": "Story hour", "on": "2026-03-14", "status": "cancelled"}
    assert value(dataset([*sessions, cancelled], programs=[program]), "maintenance").value == 0


def test_non_recurring_programs_are_excluded_from_maintenance() -> None:
    first, second = recurring("2026-04-01", p="One"), recurring("2025-09-05", p="Two")
    programs = [first[1] | {"partners": ["A", "B"]}, second[1] | {"partners": ["B"]}, {"name": "Fair"}]
    data = dataset([*first[0], *second[0], {"p": "Fair", "on": "2025-01-01"}], programs=programs)
    both = value(data, "maintenance")
    assert (both.numerator, both.denominator, both.coverage, both.certainty) == (1, 1, 1 / 2, "partial")
    assert by_group(values(data, "maintenance", by="partner"), "partner") == {"A": 1, "B": 1}


def test_deployable_sessions_of_a_program_use_all_free_hours() -> None:
    """320 h, A uses 20 in 10 sessions, B 60 in 6: 240 free, at 2 h a session 120 of A, at 10 h 24 of B."""
    sessions = [
        {"p": "A", "on": "2026-01-20", "events": 10, "staff_hours": 20},
        {"p": "B", "on": "2026-01-21", "events": 6, "staff_hours": 60},
    ]
    data = dataset(sessions, settings=TEAM)
    assert by_group(values(data, "deployable_sessions", by="program"), "program") == {"A": 120, "B": 24}
    assert value(data, "deployable_sessions", where={"program": "B"}).value == 24
    assert value(data, "deployable_sessions").value == 48


def test_hours_per_session_come_from_the_ledger_when_available() -> None:
    """A: 8 h in the ledger for 2 sessions that record 1 h each: 4 h a session. B: 6 h for 2 events.

    320 − 14 = 306 h free; A 76 more, B 102, both (8 + 6) ÷ 4 = 3.5 h: 87. A ledger line without hours makes A
    unknown.
    """
    sessions = [{"p": "A", "on": f"2026-03-0{n}", "staff_hours": 1} for n in (1, 2)]
    sessions += [{"p": "B", "on": "2026-03-03", "staff_hours": 6, "events": 2}]
    ledger = [STAFF | {"p": "A", "on": "2026-03-31", "quantity": 8}]
    data = dataset(sessions, ledger=ledger, settings=TEAM)
    assert by_group(values(data, "deployable_sessions", by="program"), "program") == {"A": 76, "B": 102}
    assert (value(data, "deployable_sessions").value, value(data, "deployable_sessions").denominator) == (
        87,
        3.5,
    )
    unsure = dataset(sessions, ledger=[*ledger, STAFF | {"p": "A", "on": "2026-03-31"}], settings=TEAM)
    assert by_group(values(unsure, "deployable_sessions", by="program"), "program") == {"A": None, "B": 102}


def test_yearly_hours_are_divided_by_all_months_begun() -> None:
    """640 h of 2025: 640 ÷ (12 × 320). 480 h of 2026, as of June: ÷ (6 × 320), and 2 more sessions of 120 h.

    A scope of January alone does not make them hours of January, and they belong to no month or quarter. A
    session with a day in February counts in its month.
    """
    row = {"on": "2025-01-01", "date_precision": "year", "staff_hours": 640}
    (result,) = deployed(row)
    assert (result.value, result.denominator) == (640 / 3840, 3840)
    this_year = row | {"on": "2026-01-01", "staff_hours": 480, "events": 4}
    data = dataset([this_year], settings=TEAM)
    assert (value(data, "staff_deployment").value, value(data, "deployable_sessions").value) == (1 / 4, 2)
    january = value(data, "staff_deployment", start=date(2026, 1, 1), end=date(2026, 1, 31))
    assert (january.numerator, january.denominator) == (480, 1920)
    both = [this_year, {"on": "2026-02-03", "staff_hours": 32}]
    assert by_group(deployed(*both, by="month"), "month") == {"2026-01": None, "2026-02": 0.1}
    assert by_group(deployed(*both, by="quarter"), "quarter") == {"2026-Q1": None}
    assert by_group(deployed(*both, by="year"), "year") == {"2026": 512 / 1920}
