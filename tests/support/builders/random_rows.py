"""Small random datasets as plain rows, with every gap and flag that real sheets have."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import strategies as st

from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS
from tests.support.builders.datasets import dataset

Tables = dict[str, Any]
PROGRAMS = ("Story hour", "Book drive", "Workshop")
DAYS = (None, "2026-01-10", "2026-01-17", "2026-02-07", "2026-08-01")
PARTIES = ("project", "library", "Hope", "School", "shop", None)
STATUSES = ("present", "present", "present", "late", "absent", "excused", "unknown")


def _rows(most: int, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries(fields), max_size=most)


def _some(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


SESSIONS = _rows(
    6,
    p=_some(*PROGRAMS[:2]),
    on=_some(*DAYS),
    site=_some("Main", "Hall", None),
    format=_some("onsite", "onsite", None, "recorded"),
    status=_some("held", "held", "held", "cancelled"),
    events=_some(1, 1, 1, 3, 0, None),
    attended=_some(None, None, 0, 3, 12),
    attended_is_estimate=_some(False, False, True),
    attended_at_least=_some(False, False, True),
    roster=_some("none", "complete", "complete", "partial"),
    registered=_some(None, 2, 9),
    capacity=_some(None, 10, 20),
    start=_some(None, 600),
    end=_some(None, 660, 690),
    staff_hours=_some(None, 0, 2, 2.5),
    volunteer_hours=_some(None, 1.5),
    language=_some(None, "Filipino", "Filipino; Waray"),
    age_group=_some("0-5", None),
)
LEDGER = _rows(
    6,
    p=_some(*PROGRAMS[:2]),
    on=_some(*DAYS),
    kind=_some("cash", "cash", "cash", "in_kind", "promotion", "volunteer_hours", "staff_hours"),
    from_party=_some(*PARTIES),
    to_party=_some(*PARTIES),
    status=_some("pledged", "received", "spent", "spent", "unclear", None),
    value=_some(None, 0, 100, 12.35),
    quantity=_some(None, 3),
    unit_value=_some(None, 0.1),
)
OUTCOMES = _rows(
    6,
    p=_some(*PROGRAMS[:2]),
    on=_some(*DAYS),
    who=_some("a", "b", "c", None),
    measure=_some("reading", "confidence", "philiri_word", "philiri_comprehension", "learned"),
    occasion=_some("March", None),
    before=_some(None, 3, 8),
    after=_some(None, 5, 6.5),
    rating=_some(None, 1, 4, 5, 7),
    scale_max=_some(None, 10, 10),
    words=_some(None, 60),
    seconds=_some(None, 30, 45),
)
DELIVERIES = _rows(
    3,
    p=_some(*PROGRAMS[:2]),
    lot=_some("A", "B"),
    site=_some("Main", None),
    unit=_some("books", "books", "boxes"),
    books_per_unit=_some(None, 20),
    language=_some(None, "Filipino", "Waray"),
    pledged=_some(None, 0, 50),
    usable=_some(None, 45),
    shipped=_some(None, 45),
    received=_some(None, 0, 40),
    dispatched_on=_some(None, pd.Timestamp("2026-01-05"), pd.Timestamp("2026-02-01")),
    received_on=_some(None, pd.Timestamp("2026-02-09")),
)
PERSPECTIVES = _rows(
    6,
    by=_some("Hope", "School"),
    side=_some("partner", "partner", "library", None),
    who=_some("a", "b", None),
    item=_some(*ALIGNMENT_ITEMS),
    rating=_some(None, 1, 2, 4, 5, 9),
    on=_some(None, "2026-02-01", "2026-08-01"),
)
SITES = st.sampled_from(
    [
        [],
        [
            {"site": "Main", "population": 100, "languages": "Filipino"},
            {"site": "Hall", "languages": "Waray"},
        ],
    ]
)
CRITERIA = _rows(
    3,
    p=_some(*PROGRAMS[:2]),
    metric_id=_some(
        "attendance_total", "participants_unique", "cost_cash", "no_such_metric", "mean_gain: reading"
    ),
    low=_some(None, 0, 10, 100),
    high=_some(None, 200),
)
MARK = st.fixed_dictionaries(
    {
        "who": _some("a", "b", "c", "d", None),
        "status": _some(*STATUSES),
        "tongue": _some("Filipino", "Waray", None),
        "age": _some("7", "8", None),
        "source": _some("roster", "registration", "sign_in"),
        "first_time": _some("yes", "no", "unknown", None),
        "heard_from": _some("Hope", "school; a poster", "a poster", None),
    }
)
PROGRAM = {
    "population": _some(None, 50, 80),
    "target_ideal": _some(None, 20),
    "target_low": _some(None, 10),
    "target_unit": _some("visits", "visits", "participants"),
    "ledger_complete": _some("yes", "no", None),
    "recurring": _some("yes", None),
    "official": _some("yes", "no", None),
    "start": _some(None, pd.Timestamp("2025-09-01")),
    "partners": st.lists(_some("Hope", "School"), unique=True, max_size=2),
}
SETTINGS = st.fixed_dictionaries(
    {
        "population": _some(None, 500),
        "completion_threshold": _some(None, 0.5, 0.75),
        "excused": _some("ignore", "absent"),
        "volunteer_rate": _some({}, {"rate": 75, "low": 60, "high": 95}),
        "staff_rate": _some(None, 95),
        "replacement_price": _some(None, 12.5),
        "staff": _some(None, 2),
        "staff_hours_per_month": _some(None, 160),
    }
)


@st.composite
def sheets(draw: st.DrawFn) -> Tables:
    """Draw rows of every table, ready for `build`."""
    sessions = [row | {"id": f"s{n}"} for n, row in enumerate(draw(SESSIONS))]
    people = [
        {"at": session["id"]} | mark
        for session in sessions
        if session["roster"] != "none"
        for mark in draw(st.lists(MARK, max_size=4))
    ]
    programs = [{"name": name} | draw(st.fixed_dictionaries(PROGRAM)) for name in PROGRAMS]
    return {
        "sessions": sessions,
        "people": people,
        "ledger": draw(LEDGER),
        "outcomes": draw(OUTCOMES),
        "deliveries": draw(DELIVERIES),
        "criteria": draw(CRITERIA),
        "programs": programs,
        "perspectives": draw(PERSPECTIVES),
        "sites": draw(SITES),
        "settings": draw(SETTINGS),
    }


def build(tables: Tables) -> Dataset:
    """Return the dataset of random rows."""
    return dataset(**tables)
