"""Properties that hold for every metric and any sheet."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from libcollab_metrics.metrics import CATALOG, Evaluation, Value, find_metric
from libcollab_metrics.metrics.validation import MAY_PASS_ONE
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import Scope
from tests.metrics.test_engines import differences
from tests.support.builders.datasets import AS_OF, everything
from tests.support.builders.random_rows import PROGRAMS, Tables, build, sheets
from tests.support.examples import examples

pytestmark = pytest.mark.slow
FEW = examples(12)
GROUPINGS = st.sampled_from(["", "program", "partner", "month", "site", "mother_tongue"])
TABLES = ("sessions", "people", "ledger", "outcomes", "deliveries", "criteria", "programs", "perspectives")
ADDED = ("attendance_total", "participants_unique", "sessions_held", "cost_cash")
OF_MONEY = {m.id for m in CATALOG if m.unit == "money"}


def same(expected: Evaluation, actual: Evaluation) -> None:
    """Both evaluations hold the same values."""
    assert differences(expected.values, actual.values) == []


@FEW
@given(sheets(), GROUPINGS, st.randoms(use_true_random=False))
def test_row_order_changes_nothing(tables: Tables, by: str, random: Any) -> None:
    shuffled = {
        name: random.sample(rows, len(rows)) if name in TABLES else rows for name, rows in tables.items()
    }
    same(everything(build(tables), by=by), everything(build(shuffled), by=by))


@FEW
@given(sheets(), GROUPINGS, st.integers(0, 5))
def test_split_and_appended_sheet_gives_the_same_values(tables: Tables, by: str, at: int) -> None:
    data = build(tables)

    def split(frame: pd.DataFrame) -> pd.DataFrame:
        halves = [half.apply(_own_categories) for half in (frame.iloc[:at], frame.iloc[at:])]
        return pd.concat(halves, ignore_index=True) if all(map(len, halves)) else frame

    parted = replace(
        data, tables=MappingProxyType({name: split(frame) for name, frame in data.tables.items()})
    )
    same(everything(data, by=by), everything(parted, by=by))


def _own_categories(column: pd.Series) -> pd.Series:
    """A column that has only the categories it holds, like a column of a separate sheet."""
    return column.cat.remove_unused_categories() if column.dtype == "category" else column


@FEW
@given(sheets())
def test_renaming_a_program_changes_only_its_label(tables: Tables) -> None:
    renamed = dict(zip(PROGRAMS, ("Aardvark", "Zebra", "Moth"), strict=True))
    changed = {name: _renamed(rows, renamed) for name, rows in tables.items()}
    before = everything(build(tables), by="program")
    after = everything(build(changed), by="program")
    for metric in CATALOG:
        mine = {
            tuple(renamed.get(str(v), v) for _, v in value.group): value
            for value in before.values_for(metric.id)
        }
        theirs = {tuple(v for _, v in value.group): value for value in after.values_for(metric.id)}
        assert set(mine) == set(theirs)
        assert [v.value for _, v in sorted(mine.items(), key=str)] == [
            v.value for _, v in sorted(theirs.items(), key=str)
        ]


def _renamed(rows: Any, names: dict[str, str]) -> Any:
    if not isinstance(rows, list):
        return rows
    return [{k: names.get(v, v) if k in ("p", "name") else v for k, v in row.items()} for row in rows]


@FEW
@given(sheets(), GROUPINGS)
def test_scaling_costs_by_ten_scales_only_money_metrics(tables: Tables, by: str) -> None:
    money = ("value", "unit_value")
    dear = [
        {k: v * 10 if k in money and v is not None else v for k, v in row.items()} for row in tables["ledger"]
    ]
    rate = {k: v * 10 for k, v in tables["settings"]["volunteer_rate"].items()}
    hour = tables["settings"]["staff_rate"]
    price = tables["settings"]["replacement_price"]
    rates = {
        "volunteer_rate": rate,
        "staff_rate": hour and hour * 10,
        "replacement_price": price and price * 10,
    }
    changed = tables | {"ledger": dear, "settings": tables["settings"] | rates, "criteria": []}
    before = everything(build(tables | {"criteria": []}), by=by)
    after = everything(build(changed), by=by)
    for mine, theirs in zip(before.values, after.values, strict=True):
        factor = 10 if mine.metric in OF_MONEY else 1
        assert (mine.reason, mine.certainty, mine.n) == (theirs.reason, theirs.certainty, theirs.n)
        if mine.value is not None and theirs.value is not None:
            assert math.isclose(mine.value * factor, theirs.value, rel_tol=1e-9, abs_tol=1e-9), mine.metric


@FEW
@given(sheets(), GROUPINGS)
def test_every_value_is_within_bounds_or_has_a_reason(tables: Tables, by: str) -> None:
    for value in everything(build(tables), by=by).values:
        metric = find_metric(value.metric)
        assert (value.value is None) == (value.reason is not None or value.certainty == "range"), value
        for field in dataclasses.fields(Value):
            number = getattr(value, field.name)
            assert not isinstance(number, float) or math.isfinite(number), value
        if value.value is None:
            continue
        assert value.low is None or value.low <= value.value
        assert value.high is None or value.value <= value.high
        assert value.coverage is None or 0 <= value.coverage <= 1
        if metric.unit == "share" and metric.id not in MAY_PASS_ONE:
            assert 0 <= value.value <= 1, value
        if metric.unit == "balance":
            assert -1 <= value.value <= 1
        assert {name for name, _ in value.group} == {*([by] if by else []), *metric.parts}


@FEW
@given(sheets(), GROUPINGS)
def test_filter_on_every_program_changes_nothing(tables: Tables, by: str) -> None:
    data = build(tables)
    everyone = Scope((("program", PROGRAMS),))
    figures = [metric for metric in CATALOG if "program" in metric.fields]
    expected, actual = (
        everything(data, by=by, scope=selection, metrics=figures) for selection in (Scope(), everyone)
    )
    same(expected, actual)


@FEW
@given(sheets(), st.sampled_from(["site", "month", "format", "language", "age_group", "program"]))
def test_groups_add_up_to_the_whole(tables: Tables, by: str) -> None:
    data = build(tables)
    whole, parts = everything(data, metrics=ADDED), everything(data, by=by, metrics=ADDED)
    for metric in ("attendance_total", "sessions_held"):
        known = [v.value for v in parts.values_for(metric) if v.value is not None]
        assert sum(known) == (whole.value_for(metric).value or 0)
    if by in ("month", "program"):
        assert math.isclose(
            sum(v.value or 0 for v in parts.values_for("cost_cash")), whole.value_for("cost_cash").value or 0
        )


@FEW
@given(sheets(), st.sampled_from(["site", "month", "program", "mother_tongue"]))
def test_participants_are_between_largest_group_and_group_sum(tables: Tables, by: str) -> None:
    data = build(tables)
    people = ["participants_unique"]
    parts = [v.value or 0 for v in everything(data, by=by, metrics=people).values_for(*people)]
    whole = everything(data, metrics=people).value_for(*people).value or 0
    assert max(parts) <= whole <= sum(parts)


NEW = {
    "id": "new",
    "p": "Story hour",
    "on": "2026-03-03",
    "site": "Main",
    "format": "onsite",
    "status": "held",
}
LISTED = NEW | {"events": 1, "attended": None, "roster": "complete", "registered": None, "language": None}


@FEW
@given(sheets())
def test_new_child_adds_one_visit_and_one_person_only(tables: Tables) -> None:
    child = {"at": "new", "who": "somebody new", "status": "present"}
    first = {"at": "new", "who": "a", "status": "present"}
    before = everything(build(_with(tables, [LISTED], [first])), metrics=ADDED)
    after = everything(build(_with(tables, [LISTED], [first, child])), metrics=ADDED)
    for metric, more in (
        ("attendance_total", 1),
        ("participants_unique", 1),
        ("sessions_held", 0),
        ("cost_cash", 0),
    ):
        assert (after.value_for(metric).value or 0) - (before.value_for(metric).value or 0) == more


def _with(tables: Tables, sessions: list[dict[str, Any]], people: list[dict[str, Any]]) -> Tables:
    return tables | {"sessions": [*tables["sessions"], *sessions], "people": [*tables["people"], *people]}


@FEW
@given(sheets())
def test_absent_rows_do_not_change_attendance_reach_or_cost(tables: Tables) -> None:
    lists = [s["id"] for s in tables["sessions"] if s["roster"] == "complete"]
    assume(lists)
    absent = [{"at": at, "who": f"absent {at}", "status": "absent"} for at in lists]
    unmoved = (
        "attendance_total",
        "attendance_per_session",
        "sessions_held",
        "attendance_coverage",
        "cost_cash",
    )
    compared = (*unmoved, "participants_unique")
    before = everything(build(tables), metrics=compared)
    after = everything(build(_with(tables, [], absent)), metrics=compared)
    for metric in unmoved:
        assert before.value_for(metric) == after.value_for(metric)
    assert before.value_for("participants_unique").value in (
        after.value_for("participants_unique").value,
        None,
    )
    assert after.value_for("participants_unique").value in (
        before.value_for("participants_unique").value,
        0,
    )


@FEW
@given(sheets())
def test_merging_two_people_loses_at_most_one_person(tables: Tables) -> None:
    joined = [p | {"who": "a" if p["who"] == "b" else p["who"]} for p in tables["people"]]
    before, after = (everything(build(t), metrics=ADDED) for t in (tables, tables | {"people": joined}))
    lost = (before.value_for("participants_unique").value or 0) - (
        after.value_for("participants_unique").value or 0
    )
    assert lost in (0, 1)
    assert before.value_for("attendance_total") == after.value_for("attendance_total")


@FEW
@given(sheets(), sheets())
def test_unrelated_libraries_add_up(first: Tables, second: Tables) -> None:
    apart = _elsewhere(second)
    both = {name: [*first[name], *apart[name]] if name in TABLES else first[name] for name in first}
    settled = {"settings": first["settings"], "criteria": []}
    parts = [everything(build(tables | settled), metrics=ADDED) for tables in (first, apart)]
    whole = everything(build(both | settled), metrics=ADDED)
    for metric in ADDED:
        assert math.isclose(
            sum(p.value_for(metric).value or 0 for p in parts), whole.value_for(metric).value or 0
        )


def _elsewhere(tables: Tables) -> Tables:
    """The same rows under other names: another library."""
    keys = ("p", "name", "who", "id", "at")
    return {
        name: [{k: f"other {v}" if k in keys and v else v for k, v in row.items()} for row in rows]
        if name in TABLES
        else rows
        for name, rows in tables.items()
    }


@FEW
@given(sheets(), st.sampled_from(["", "program", "site"]))
def test_shifting_dates_by_three_years_changes_nothing(tables: Tables, by: str) -> None:
    later = {name: [_later(row) for row in rows] if name in TABLES else rows for name, rows in tables.items()}
    expected = everything(build(tables), by=by)
    actual = everything(build(later), by=by, as_of=AS_OF.replace(year=AS_OF.year + 3))
    same(expected, actual)


def _later(row: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _three_years_on(value) if key == "on" or _is_day(value) else value for key, value in row.items()
    }


def _is_day(value: Any) -> bool:
    return isinstance(value, pd.Timestamp)


def _three_years_on(value: Any) -> Any:
    if _is_day(value):
        return value + pd.DateOffset(years=3)
    return value and str(int(value[:4]) + 3) + value[4:]


@FEW
@given(sheets())
def test_evaluation_does_not_modify_the_dataset(tables: Tables) -> None:
    data: Dataset = build(tables)
    before = {name: frame.copy() for name, frame in data.tables.items()}
    everything(data, by="program")
    for name, frame in data.tables.items():
        pd.testing.assert_frame_equal(frame, before[name])
