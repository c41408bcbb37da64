"""Hours that went into a program and whose staff they were, each counted once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.counting import count
from libcollab_metrics.metrics.definition import Measure, Number
from libcollab_metrics.metrics.prepare import PreparedTables
from libcollab_metrics.model.scope import Scope
from tests.support.builders.datasets import AS_OF, dataset, value

STAFF = {"kind": "staff_hours", "from_party": "library", "to_party": "project", "status": "spent"}
VOLUNTEERS = {"kind": "volunteer_hours", "from_party": "School", "to_party": "project", "status": "received"}


def hours(measure: Measure, scope: Scope = Scope(), **tables: Any) -> dict[str | None, Number | None]:  # noqa: B008
    """One measure of hours by program."""
    rows = PreparedTables(dataset(**tables), AS_OF, scope, "program").hours
    assert rows is not None
    return {
        program: result[measure.id]
        for (program,), result in count(rows.frame, (measure,), ["program_id"]).items()
    }


def test_ledger_hours_override_session_hours_of_same_program_and_kind() -> None:
    """A: sessions 2 + 2 staff hours, 1 volunteer hour; ledger 40 staff hours. B: sessions 3, ledger none."""
    tables = {
        "sessions": [
            {"p": "A", "on": "2026-01-05", "staff_hours": 2, "volunteer_hours": 1},
            {"p": "A", "on": "2026-02-05", "staff_hours": 2},
            {"p": "B", "on": "2026-02-05", "staff_hours": 3},
        ],
        "ledger": [STAFF | {"p": "A", "on": "2026-03-01", "quantity": 40}],
    }
    assert hours(m.STAFF_HOURS, **tables) == {"a": 40, "b": 3}
    assert hours(m.VOLUNTEER_HOURS, **tables) == {"a": 1, "b": None}
    january = Scope(start=date(2026, 1, 1), end=date(2026, 1, 31))
    assert hours(m.STAFF_HOURS, january, **tables) == {"a": None}


@pytest.mark.parametrize("other", [{"status": "pledged"}, {"status": "unclear"}, {"to_party": "Hope"}])
def test_uncounted_ledger_line_overrides_no_session_hours(other: dict[str, str]) -> None:
    tables = {"sessions": [{"staff_hours": 2}], "ledger": [STAFF | {"quantity": 40} | other]}
    assert hours(m.STAFF_HOURS, **tables) == {"story hour": 2}


def test_ledger_line_without_hours_leaves_hours_unknown() -> None:
    tables = {"sessions": [{"staff_hours": 2}], "ledger": [STAFF | {"value": 900}]}
    assert hours(m.STAFF_HOURS, **tables) == {"story hour": None}
    assert hours(m.STAFF_WORTH, **tables) == {"story hour": 900}


def test_cancelled_and_future_sessions_take_no_hours_recordings_do() -> None:
    tables = {
        "sessions": [
            {"staff_hours": 2, "status": "cancelled"},
            {"staff_hours": 4, "on": "2026-09-01"},
            {"staff_hours": 8, "format": "recorded"},
        ]
    }
    assert hours(m.STAFF_HOURS, **tables) == {"story hour": 8}


def test_unrecorded_hours_are_lines_without_a_number() -> None:
    tables = {"sessions": [{"staff_hours": 2}, {}, {"staff_hours": 0}]}
    assert hours(m.STAFF_LINES, **tables) == {"story hour": 3}
    assert hours(m.STAFF_LINES_KNOWN, **tables) == {"story hour": 2}


def test_partner_staff_are_not_library_staff() -> None:
    tables = {
        "ledger": [
            STAFF | {"from_party": "School", "quantity": 6},
            STAFF | {"from_party": None, "quantity": 1},
        ]
    }
    assert hours(m.STAFF_HOURS, **tables) == {"story hour": 7}
    assert hours(m.LIBRARY_HOURS, **tables) == {"story hour": 1}


def test_partner_staff_hours_add_to_session_hours() -> None:
    """Sessions: 3 h of library staff. School gave 10 h more: 13 of all staff, 3 of the library's.

    The cost is 300 + 1,000. 8 library hours in the ledger replace those of the sessions: 18 and 8.
    """
    school = STAFF | {"from_party": "School", "status": "received", "quantity": 10}
    tables = {"sessions": [{"staff_hours": 3}], "ledger": [school], "settings": {"staff_rate": 100}}
    assert (hours(m.STAFF_HOURS, **tables), hours(m.LIBRARY_HOURS, **tables)) == (
        {"story hour": 13},
        {"story hour": 3},
    )
    data = dataset(**tables)
    assert (value(data, "cost_library").value, value(data, "cost_full").value) == (300, 1300)
    tables["ledger"] = [school, STAFF | {"from_party": None, "quantity": 8}]
    assert (hours(m.STAFF_HOURS, **tables), hours(m.LIBRARY_HOURS, **tables)) == (
        {"story hour": 18},
        {"story hour": 8},
    )


def test_hours_are_worth_their_value_or_rate_or_unknown() -> None:
    """Ledger: 6 volunteer hours valued 500. Sessions: 2 staff hours at 110. Without a rate: unknown."""
    tables = {"sessions": [{"staff_hours": 2}], "ledger": [VOLUNTEERS | {"quantity": 6, "value": 500}]}
    assert hours(m.VOLUNTEER_WORTH, **tables) == {"story hour": 500}
    assert hours(m.STAFF_WORTH, **tables) == {"story hour": None}
    assert hours(m.STAFF_WORTH, **tables, settings={"staff_rate": 110}) == {"story hour": 220}
