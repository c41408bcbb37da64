"""Metamorphic relations: how a figure may change when a library's rows change, and where each is tested.

- row order: metrics/test_properties, ingest/test_relations
- column order: ingest/test_random_sheets, ingest/test_relations
- split and append: metrics/test_properties, ingest/test_relations
- same sheet twice: ingest/test_random_sheets, model/test_workspace
- case and spaces of names · Unicode form: test_relations_of_names; ingest/test_random_sheets, of people
- rename a partner (a program): only its label moves: test_relations_of_names (metrics/test_properties)
- names → pseudonyms: test_relations_of_names; ingest/test_random_sheets, as read
- parts add up to the whole where additive: here, metrics/test_properties
- max part ≤ reach ≤ sum of parts: here, metrics/test_properties
- absent rows change no attendance, reach or cost: metrics/test_properties
- costs × 10: metrics/test_properties
- all dates + n years: metrics/test_properties
- one new child: metrics/test_properties
- two disjoint libraries add: metrics/test_properties
- rates in 0..1; undefined, not 0, when empty: metrics/test_properties; here
- filter "all" = no filter: here, metrics/test_properties
- money exact in any order: here
- an import removed = never imported: here; store/test_reopening, on disk
- raising a goal never raises success: here
- merging two people: reach - 1, attendance same: here, metrics/test_properties
- currency and locale of the file change no figure: ingest/test_random_sheets
- time zone and week start move only week tables: here: no figure knows a clock, and a week begins on Monday
- suppression only hides: here
- xlsx = csv = ods of the same sheet: ingest/test_random_sheets, ingest/test_relations

Those here run over random libraries, through the fold of a workspace and over the whole catalog.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcollab_metrics.metrics import CATALOG, Value
from libcollab_metrics.model import Workspace
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.protection import protect
from tests.metrics.test_engines import differences
from tests.support.builders.datasets import everything
from tests.support.builders.random_workspaces import Library
from tests.support.builders.small_libraries import FEW, libraries, same, told

pytestmark = pytest.mark.slow
#: Every month there is a row of, and those in between.
MONTHS = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)]
MONEY = [metric for metric in CATALOG if metric.unit == "money"]
#: Figures whose parts make up the whole, whatever they are split by.
ADDITIVE = (
    "sessions_held",
    "attendance_total",
    "contact_hours",
    "cost_cash",
    "in_kind_value",
    "books_at_stage",
)


@FEW
@given(
    libraries(),
    st.sampled_from(["program", "site", "month", "format", "language", "age_group", "school_year"]),
)
def test_parts_add_up_to_the_whole(library: Library, by: str) -> None:
    data = library.dataset()
    wanted = [m for m in CATALOG if m.id in ADDITIVE and by in m.fields]
    wholes, parts = everything(data, metrics=wanted), everything(data, by=by, metrics=wanted)
    for whole in wholes.values:
        known = [
            v.value
            for v in parts.values_for(whole.metric)
            if whole.group == v.group[1:] and v.value is not None
        ]
        assert bool(known) == (whole.value is not None), whole
        assert math.isclose(sum(known), whole.value or 0, abs_tol=1e-9), whole


@FEW
@given(
    libraries(), st.sampled_from(["program", "partner", "site", "month", "format", "age_group", "person_age"])
)
def test_reach_is_between_largest_part_and_sum_of_parts(library: Library, by: str) -> None:
    data, reach = library.dataset(), ["participants_unique"]
    parts = [v.value or 0 for v in everything(data, by=by, metrics=reach).values]
    whole = everything(data, metrics=reach).value_for(*reach).value or 0
    assert max(parts) <= whole <= sum(parts)


@FEW
@given(libraries())
def test_every_metric_is_undefined_without_records(library: Library) -> None:
    nothing = Workspace(library.workspace().steps[1:]).dataset()  # the settings alone
    assert [v for v in everything(nothing).values if v.value is not None or not v.reason] == []
    nowhere = everything(library.dataset(), scope=Scope((("program", ("No such program",)),)))
    assert [v for v in nowhere.values if v.value is not None or not v.reason] == []


@FEW
@given(libraries(), st.sampled_from(["program", "partner", "site", "format", "month"]))
def test_filter_that_matches_everything_changes_no_metric(library: Library, field: str) -> None:
    """Everything has a program, a day, a place and a format; then naming all of them leaves nothing out.

    A figure that has no name for part of what it counts, such as completion in programs of several sites, is
    not asked.
    """
    filled = {"on": "2026-02-02", "site": "Main", "format": "onsite"}
    rows = {
        table: [
            {k: filled.get(k) if v is None and k in filled else v for k, v in row.items()} for row in found
        ]
        for table, found in library.rows.items()
        if table != "settings"
    }
    rows["programs"] = [row | {"partners": row["partners"] or ["Hope"]} for row in rows["programs"]]
    data = told(library, **rows)
    split = everything(data, by=field, metrics=[m for m in CATALOG if field in m.fields]).values
    nameless = {v.metric for v in split if field in v.groups and v.groups[field] is None}
    figures = [m for m in CATALOG if field in m.fields and m.id not in nameless]
    names = {str(v.groups[field]) for v in split if v.groups.get(field)} if field != "month" else MONTHS
    same(
        everything(data, metrics=figures),
        everything(data, scope=Scope(((field, tuple(names)),)), metrics=figures),
    )


@FEW
@given(libraries(), st.randoms(use_true_random=False))
def test_money_is_exact_in_any_order(library: Library, random: Any) -> None:
    """Equal to the last bit, which sums of floats are not."""
    shuffled = random.sample(library.rows["ledger"], len(library.rows["ledger"]))
    here, there = (everything(d, metrics=MONEY) for d in (library.dataset(), told(library, ledger=shuffled)))
    assert [v.value for v in here.values] == [v.value for v in there.values]


@FEW
@given(libraries(), libraries())
def test_undone_import_leaves_no_trace(library: Library, other: Library) -> None:
    alone = library.workspace()
    undone = alone.append(*other.workspace().steps[0]) if other.seed != library.seed else alone
    undone = undone.undo() if undone is not alone else alone
    here, there = alone.dataset(), undone.dataset()
    assert here.issues == there.issues
    assert all(here.tables[name].equals(there.tables[name]) for name in here.tables)
    same(everything(here), everything(there))


@FEW
@given(libraries(), st.sampled_from([1, 5, 60]), st.sampled_from(["", "program"]))
def test_raising_a_target_never_raises_success(library: Library, more: int, by: str) -> None:
    """Higher floors of what is good high, and higher targets."""
    criteria = [
        row | {"metric_id": "attendance_total", "low": row["low"] or 1} for row in library.rows["criteria"]
    ]
    raised = [row | {"low": row["low"] + more} for row in criteria]
    aims = [row["target_ideal"] for row in library.rows["programs"]]
    programs = [
        row | {"target_ideal": aim and aim + more}
        for row, aim in zip(library.rows["programs"], aims, strict=True)
    ]
    wanted = ("criteria_met_rate", "project_success_rate", "target_attainment")
    before = everything(told(library, criteria=criteria), by=by, metrics=wanted)
    after = everything(told(library, criteria=raised, programs=programs), by=by, metrics=wanted)
    for value in before.values:
        later = after.value_for(value.metric, **value.groups)
        for end in ("value", "low", "high"):
            was, now = getattr(value, end), getattr(later, end)
            assert was is None or now is None or now <= was, (value, later)


@FEW
@given(libraries(), st.data())
def test_merging_two_people_lowers_reach_but_not_attendance(library: Library, data: st.DataObject) -> None:
    held = {
        s["id"] for s in library.rows["sessions"] if s["status"] == "held" and (s["on"] or "") <= "2026-06-30"
    }
    came = {
        p["who"] for p in library.rows["people"] if p["status"] in ("present", "late") and p["at"] in held
    }
    known = sorted(came - {None})
    if len(known) < 2:
        return
    one, other = data.draw(st.permutations(known))[:2]
    people = [p | {"who": one if p["who"] == other else p["who"]} for p in library.rows["people"]]
    unmoved = ("attendance_total", "sessions_held", "cost_cash", "attendance_coverage")
    wanted = (*unmoved, "participants_unique")
    here, there = (everything(d, metrics=wanted) for d in (library.dataset(), told(library, people=people)))
    assert (
        here.value_for("participants_unique").value == (there.value_for("participants_unique").value or 0) + 1
    )
    same(replace(here, values=here.values[:4]), replace(there, values=there.values[:4]))


@contextmanager
def clock_of(zone: str) -> Iterator[None]:
    """The computer's clock set to another time zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


@pytest.mark.skipif(
    not hasattr(time, "tzset"), reason="Windows has no way to change the time zone of one program."
)
@FEW
@given(libraries(), st.sampled_from(["Asia/Manila", "America/Los_Angeles", "Pacific/Kiritimati"]))
def test_time_zone_changes_no_metric(library: Library, zone: str) -> None:
    with clock_of("UTC"):
        here = everything(library.dataset(), by="month")
    with clock_of(zone):
        same(here, everything(library.dataset(), by="month"))


@FEW
@given(libraries(), st.sampled_from(["program", "site", "month", "mother_tongue", "partner"]))
def test_suppression_only_hides_values(library: Library, by: str) -> None:
    """Every number that is shown is the evaluation's; a hidden value keeps no number at all."""
    data = library.dataset()
    found = [everything(data), everything(data, by=by)]
    for evaluation, public in zip(found, protect(found, data.settings), strict=True):
        assert [(v.metric, v.group) for v in public.values] == [
            (v.metric, v.group) for v in evaluation.values
        ]
        for value, shown in zip(evaluation.values, public.values, strict=True):
            whole = replace(
                value, lowest=None, highest=None, people=None, points=None, small=False, judged=()
            )
            if shown.note == "no-interval":
                whole = replace(whole, ci_low=None, ci_high=None, note=shown.note)
            told = differences((whole,), (shown,)) == [] or shown == value
            assert told or is_hidden(shown) or is_under_or_over(value, shown), (value, shown)


def is_hidden(shown: Value) -> bool:
    """Nothing is left but whose value it is and why it is missing."""
    bare = Value(
        shown.metric, shown.group, small=shown.small, reason=shown.reason, reason_values=shown.reason_values
    )
    return shown == bare and shown.reason is not None


def is_under_or_over(value: Value, shown: Value) -> bool:
    """A share of few people is told as "under 5 %" or "over 95 %", and it is; no other number is left."""
    bare = Value(shown.metric, shown.group, low=shown.low, high=shown.high, small=True, note=shown.note)
    true = value.value is not None and (shown.low or 0) <= value.value <= (
        1 if shown.high is None else shown.high
    )
    return shown == bare and true and (shown.low, shown.high) in ((None, 0.05), (0.95, None))
