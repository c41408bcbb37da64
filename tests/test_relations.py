"""Test metamorphic relations: how metrics may change when a library's rows change.

This is where each relation is tested; a file without a folder is in tests/, and "here" is this file:

- row order: metrics/test_properties, ingest/test_relations
- column order: ingest/test_random_sheets, ingest/test_relations
- split and append: metrics/test_properties, ingest/test_relations
- same sheet twice: ingest/test_random_sheets, model/test_workspace
- case, spaces and Unicode form of names: test_relations_of_names; of people: ingest/test_random_sheets
- renaming a partner changes only its label: test_relations_of_names; a program: metrics/test_properties
- names replaced by pseudonyms: test_relations_of_names; when read: ingest/test_random_sheets
- parts add up to the whole where additive: here, metrics/test_properties
- largest part ≤ reach ≤ sum of parts: here, metrics/test_properties
- absent rows change no attendance, reach or cost: metrics/test_properties
- costs × 10: metrics/test_properties
- all dates + n years: metrics/test_properties
- one new child: metrics/test_properties
- two disjoint libraries add up: metrics/test_properties
- rates are in 0..1: metrics/test_properties; without records undefined, not 0: here
- a filter that matches everything changes nothing: here, metrics/test_properties
- money is exact in any order: here
- an undone import leaves no trace: here; on disk: store/test_reopening
- raising a target never raises success: here
- merging two people: reach - 1, same attendance: here, metrics/test_properties
- currency and locale of the file change no metric: ingest/test_random_sheets
- the time zone changes no metric: here (metrics use no clock, and a week begins on Monday)
- suppression only hides values: here
- xlsx = csv = ods of the same sheet: ingest/test_random_sheets, ingest/test_relations

Those here use random libraries, whose workspaces are replayed, and the whole catalog of metrics.
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
from tests.support.builders.small_libraries import FEW, dataset_of, libraries, same

pytestmark = pytest.mark.slow
#: All months of 2025 and 2026; every dated row of a random library is in one of them.
MONTHS = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)]
MONEY = [metric for metric in CATALOG if metric.unit == "money"]
#: Metrics whose parts add up to the whole, by whatever field they are split.
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
    metrics = [m for m in CATALOG if m.id in ADDITIVE and by in m.fields]
    wholes, parts = everything(data, metrics=metrics), everything(data, by=by, metrics=metrics)
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
    empty = Workspace(library.workspace().steps[1:]).dataset()  # only the settings
    assert [v for v in everything(empty).values if v.value is not None or not v.reason] == []
    unmatched = everything(library.dataset(), scope=Scope((("program", ("No such program",)),)))
    assert [v for v in unmatched.values if v.value is not None or not v.reason] == []


@FEW
@given(libraries(), st.sampled_from(["program", "partner", "site", "format", "month"]))
def test_filter_that_matches_everything_changes_no_metric(library: Library, field: str) -> None:
    """With a program, date, site and format in every row, a filter that names all of them excludes nothing.

    A metric without a group name for part of what it counts, such as completion in programs of several sites,
    is not compared.
    """
    defaults = {"on": "2026-02-02", "site": "Main", "format": "onsite"}
    rows = {
        table: [
            {k: defaults.get(k) if v is None and k in defaults else v for k, v in row.items()}
            for row in table_rows
        ]
        for table, table_rows in library.rows.items()
        if table != "settings"
    }
    rows["programs"] = [row | {"partners": row["partners"] or ["Hope"]} for row in rows["programs"]]
    data = dataset_of(library, **rows)
    split = everything(data, by=field, metrics=[m for m in CATALOG if field in m.fields]).values
    ungrouped = {v.metric for v in split if field in v.groups and v.groups[field] is None}
    metrics = [m for m in CATALOG if field in m.fields and m.id not in ungrouped]
    names = {str(v.groups[field]) for v in split if v.groups.get(field)} if field != "month" else MONTHS
    same(
        everything(data, metrics=metrics),
        everything(data, scope=Scope(((field, tuple(names)),)), metrics=metrics),
    )


@FEW
@given(libraries(), st.randoms(use_true_random=False))
def test_money_is_exact_in_any_order(library: Library, random: Any) -> None:
    """Values are equal to the last bit, which sums of floats would not be."""
    shuffled = random.sample(library.rows["ledger"], len(library.rows["ledger"]))
    original, reordered = (
        everything(d, metrics=MONEY) for d in (library.dataset(), dataset_of(library, ledger=shuffled))
    )
    assert [v.value for v in original.values] == [v.value for v in reordered.values]


@FEW
@given(libraries(), libraries())
def test_undone_import_leaves_no_trace(library: Library, other: Library) -> None:
    workspace = library.workspace()
    undone = workspace.append(*other.workspace().steps[0]) if other.seed != library.seed else workspace
    undone = undone.undo() if undone is not workspace else workspace
    expected, result = workspace.dataset(), undone.dataset()
    assert expected.issues == result.issues
    assert all(expected.tables[name].equals(result.tables[name]) for name in expected.tables)
    same(everything(expected), everything(result))


@FEW
@given(libraries(), st.sampled_from([1, 5, 60]), st.sampled_from(["", "program"]))
def test_raising_a_target_never_raises_success(library: Library, more: int, by: str) -> None:
    """It raises the lower bounds of attendance criteria, and the targets."""
    criteria = [
        row | {"metric_id": "attendance_total", "low": row["low"] or 1} for row in library.rows["criteria"]
    ]
    raised = [row | {"low": row["low"] + more} for row in criteria]
    targets = [row["target_ideal"] for row in library.rows["programs"]]
    programs = [
        row | {"target_ideal": aim and aim + more}
        for row, aim in zip(library.rows["programs"], targets, strict=True)
    ]
    metrics = ("criteria_met_rate", "project_success_rate", "target_attainment")
    before = everything(dataset_of(library, criteria=criteria), by=by, metrics=metrics)
    after = everything(dataset_of(library, criteria=raised, programs=programs), by=by, metrics=metrics)
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
    person, duplicate = data.draw(st.permutations(known))[:2]
    people = [p | {"who": person if p["who"] == duplicate else p["who"]} for p in library.rows["people"]]
    unchanged = ("attendance_total", "sessions_held", "cost_cash", "attendance_coverage")
    metrics = (*unchanged, "participants_unique")
    before, after = (
        everything(d, metrics=metrics) for d in (library.dataset(), dataset_of(library, people=people))
    )
    assert (
        before.value_for("participants_unique").value
        == (after.value_for("participants_unique").value or 0) + 1
    )
    same(replace(before, values=before.values[:4]), replace(after, values=after.values[:4]))


@contextmanager
def clock_of(zone: str) -> Iterator[None]:
    """Set the clock of this process to another time zone."""
    previous = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ") if previous is None else os.environ.update(TZ=previous)
        time.tzset()


@pytest.mark.skipif(
    not hasattr(time, "tzset"), reason="Windows has no way to change the time zone of one program."
)
@FEW
@given(libraries(), st.sampled_from(["Asia/Manila", "America/Los_Angeles", "Pacific/Kiritimati"]))
def test_time_zone_changes_no_metric(library: Library, zone: str) -> None:
    with clock_of("UTC"):
        expected = everything(library.dataset(), by="month")
    with clock_of(zone):
        same(expected, everything(library.dataset(), by="month"))


@FEW
@given(libraries(), st.sampled_from(["program", "site", "month", "mother_tongue", "partner"]))
def test_suppression_only_hides_values(library: Library, by: str) -> None:
    """Every value that is shown equals the computed one; a hidden value has no number at all."""
    data = library.dataset()
    evaluations = [everything(data), everything(data, by=by)]
    for evaluation, public in zip(evaluations, protect(evaluations, data.settings), strict=True):
        assert [(v.metric, v.group) for v in public.values] == [
            (v.metric, v.group) for v in evaluation.values
        ]
        for value, shown in zip(evaluation.values, public.values, strict=True):
            expected = replace(
                value, lowest=None, highest=None, people=None, points=None, small=False, judged=()
            )
            if shown.note == "no-interval":
                expected = replace(expected, ci_low=None, ci_high=None, note=shown.note)
            is_shown = differences((expected,), (shown,)) == [] or shown == value
            assert is_shown or is_hidden(shown) or is_under_or_over(value, shown), (value, shown)


def is_hidden(shown: Value) -> bool:
    """Return whether the value has only its metric, its group and the reason why it is missing."""
    bare = Value(
        shown.metric, shown.group, small=shown.small, reason=shown.reason, reason_values=shown.reason_values
    )
    return shown == bare and shown.reason is not None


def is_under_or_over(value: Value, shown: Value) -> bool:
    """Return whether a share of few people is shown as "under 5 %" or "over 95 %" and truly is.

    No other number may be shown.
    """
    bare = Value(shown.metric, shown.group, low=shown.low, high=shown.high, small=True, note=shown.note)
    is_true = value.value is not None and (shown.low or 0) <= value.value <= (
        1 if shown.high is None else shown.high
    )
    return shown == bare and is_true and (shown.low, shown.high) in ((None, 0.05), (0.95, None))
