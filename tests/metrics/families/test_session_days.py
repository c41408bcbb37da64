"""Days on which sessions were held or cancelled, counted by day, and by month where no day is known."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.protection import protect
from tests.support.builders.datasets import AS_OF, dataset, values
from tests.support.engines import ENGINES

ROWS = (
    {"on": "2026-01-03"},
    {"on": "2026-01-03", "events": 2},
    {"on": "2026-01-10", "status": "cancelled"},
    {"on": "2026-01-10"},
    {"on": "2026-02-07", "events": None},
    {"on": "2026-03-01", "date_precision": "month"},
    {"on": "2025-01-01", "date_precision": "year", "events": 30},
    {},
    {"on": "2026-01-17", "format": "recorded"},
    {"on": "2026-07-04"},
)


def by_day(rows: Any = ROWS, **options: Any) -> dict[tuple[Any, Any], Any]:
    """(day, state) → sessions."""
    result = values(dataset(rows), "session_days", **options)
    return {(v.groups["day"], v.groups["state"]): v.value for v in result}


def test_held_and_cancelled_sessions_are_counted_by_day() -> None:
    """3 January has a row of one and a row of two; recordings and future sessions do not count."""
    assert by_day() == {
        ("2025", "held"): 30,
        ("2026-01-03", "held"): 3,
        ("2026-01-10", "cancelled"): 1,
        ("2026-01-10", "held"): 1,
        ("2026-02-07", "held"): None,
        ("2026-03", "held"): 1,
        (None, "held"): 1,
    }


def test_days_add_up_to_the_sessions_held() -> None:
    rows = [row for row in ROWS if row.get("events", 1) is not None]
    (held,) = values(dataset(rows), "sessions_held")
    assert sum(n for (_, state), n in by_day(rows).items() if state == "held") == held.value == 36


def test_unknown_event_count_makes_the_day_a_lower_bound() -> None:
    rows = [{"on": "2026-01-03"}, {"on": "2026-01-03", "events": None}, {"on": "2026-01-04", "events": None}]
    result = values(dataset(rows), "session_days")
    assert [(v.value, v.certainty, v.reason) for v in result] == [
        (1, "at_least", None),
        (None, "exact", "no-field"),
    ]


def test_no_sessions_give_no_days() -> None:
    assert [(v.value, v.reason) for v in values(dataset(), "session_days")] == [(None, "no-sessions")]


def test_filters_and_groupings_apply_to_session_days() -> None:
    rows = [{"on": "2026-01-03", "site": "Main"}, {"on": "2026-01-03", "site": "Bayan"}]
    assert by_day(rows, where={"site": "Main"}) == {("2026-01-03", "held"): 1}
    grouped = evaluate(dataset(rows), metrics=["session_days"], by="site", as_of=AS_OF)
    assert [v.group for v in grouped.values] == [
        (("site", site), ("day", "2026-01-03"), ("state", "held")) for site in ("Bayan", "Main")
    ]


def test_session_days_pass_disclosure_control_unchanged() -> None:
    (public,) = protect([evaluate(dataset(ROWS), metrics=["session_days"], as_of=AS_OF)], dataset().settings)
    assert [v.value for v in public.values] == list(by_day().values())


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_formats_days_the_same(engine: str) -> None:
    result = evaluate(ENGINES[engine](dataset(ROWS)), metrics=["session_days"], scope=Scope(), as_of=AS_OF)
    counts = {(v.groups["day"], v.groups["state"]): v.value for v in result.values}
    assert counts == by_day()
