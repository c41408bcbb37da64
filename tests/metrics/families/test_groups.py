"""Groups, filters, reasons, and which small numbers a release would suppress."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.errors import UnknownNameError
from libcollab_metrics.localization import language
from libcollab_metrics.metrics import CATALOG, CORE, PICTURED, evaluate, select_cost_level
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import PERIODS, SCOPE_FIELDS, Scope
from tests.metrics.reasons import REASONS, UNGUARDED
from tests.support.builders.datasets import AS_OF, by_group, dataset, everything, value, values
from tests.support.examples import often
from tests.support.references.specification import SPECIFIED

CASH = {"kind": "cash", "status": "spent", "from_party": "project", "to_party": "shop"}
LISTED = {"roster": "complete"}


def test_program_is_grouped_under_its_printed_name() -> None:
    data = dataset([{"p": "Story  HOUR", "attended": 3}, {"p": "story hour", "attended": 4}])
    assert by_group(values(data, "attendance_total", by="program"), "program") == {"Story  HOUR": 7}
    assert value(data, "attendance_total", where={"program": " STORY hour"}).value == 7


def test_rows_with_unknown_field_are_last_under_none() -> None:
    data = dataset([{"attended": 1}, {"attended": 2, "site": "main"}, {"attended": 4, "site": "Hall"}])
    result = values(data, "attendance_total", by="site")
    assert [(v.groups["site"], v.value) for v in result] == [("Hall", 4), ("main", 2), (None, 1)]


def test_unknown_group_appears_only_for_metrics_with_rows() -> None:
    data = dataset([{"attended": 1, "on": "2026-03-01"}], ledger=[CASH | {"value": 5}])
    assert by_group(values(data, "attendance_total", by="month"), "month") == {"2026-03": 1}
    assert by_group(values(data, "cost_cash", by="month"), "month") == {"2026-03": None, None: 5}


def test_every_group_has_the_label_of_its_field() -> None:
    data = dataset(
        [{"on": "2025-10-05", "attended": 3, "format": "onsite", "language": "Waray", "age_group": "0-5"}]
    )
    for field, label in (
        ("month", "2025-10"),
        ("quarter", "2025-Q4"),
        ("year", "2025"),
        ("fiscal_year", "FY2025"),
        ("school_year", "2025-2026"),
        ("format", "onsite"),
        ("language", "Waray"),
        ("age_group", "0-5"),
    ):
        assert by_group(values(data, "attendance_total", by=field), field) == {label: 3}


def test_filters_combine_fields_with_and_values_with_or() -> None:
    data = dataset(
        [
            {"attended": 1, "site": "A", "format": "onsite"},
            {"attended": 2, "site": "A", "format": "offsite"},
            {"attended": 4, "site": "B", "format": "onsite"},
        ]
    )
    assert value(data, "attendance_total", where={"site": "a", "format": "onsite"}).value == 1
    both = Scope((("site", ("A", "B")),))
    assert everything(data, scope=both).value_for("attendance_total").value == 7


def test_session_filter_applies_to_people_of_those_sessions() -> None:
    data = dataset(
        [LISTED | {"site": "A"}, LISTED | {"site": "B"}], [{"at": "s0", "who": "a"}, {"at": "s1", "who": "b"}]
    )
    assert value(data, "participants_unique", where={"site": "A"}).value == 1


@pytest.mark.parametrize("field", often(SCOPE_FIELDS, 3))
def test_inapplicable_field_gives_one_ungrouped_value_with_reason(field: str) -> None:
    data = dataset([{"attended": 5, "on": "2026-03-01"}], ledger=[CASH | {"value": 5}])
    grouped = everything(data, by=field)
    filtered = everything(data, scope=Scope(((field, ("anything",)),)))
    for metric in CATALOG:
        inapplicable = field not in metric.fields
        assert (grouped.values_for(metric.id)[0].reason == "not-by-this") is inapplicable, metric.id
        assert (filtered.values_for(metric.id)[0].reason == "not-by-this") is inapplicable, metric.id
        if inapplicable:
            for result in (grouped, filtered):
                (only,) = result.values_for(metric.id)
                assert (only.groups, dict(only.reason_values)) == ({}, {"group": SCOPE_FIELDS[field]})


def test_date_filter_applies_only_to_dated_metrics() -> None:
    data = dataset([{"attended": 5, "on": "2026-03-01"}], deliveries=[{"lot": "A", "pledged": 5}])
    result = everything(data, scope=Scope(start=date(2026, 1, 1)))
    for metric in CATALOG:
        dated = bool(set(PERIODS) & set(metric.fields))
        assert (result.values_for(metric.id)[0].reason == "not-by-this") is not dated, metric.id


def test_grouping_empty_dataset_gives_each_metric_once_with_reason() -> None:
    for field in SCOPE_FIELDS:
        result = everything(dataset(), by=field)
        assert [v.metric for v in result.values] == [m.id for m in CATALOG]
        assert all(v.value is None and v.reason for v in result.values)


def test_listed_program_without_rows_is_a_gap() -> None:
    data = dataset([{"p": "A", "attended": 3}], programs=[{"name": "B", "partners": ["Hope"]}])
    assert by_group(values(data, "attendance_total", by="program"), "program") == {"A": 3, "B": None}
    assert by_group(values(data, "attendance_total", by="partner"), "partner") == {"Hope": None, None: 3}
    assert by_group(values(data, "attendance_total", by="program", where={"program": "A"}), "program") == {
        "A": 3
    }


def test_metrics_keep_the_requested_order() -> None:
    result = evaluate(dataset(), metrics=["reach_rate", "cost_cash"], as_of=AS_OF)
    assert [v.metric for v in result.values] == ["reach_rate", "cost_cash"]


def test_unknown_metric_or_field_suggests_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match='Did you mean "attendance_total"'):
        evaluate(dataset(), metrics=["atendance_total"], as_of=AS_OF)
    with pytest.raises(UnknownNameError, match='Did you mean "month"'):
        evaluate(dataset(), by="mounth", as_of=AS_OF)


def test_ids_are_unique_and_match_the_specification() -> None:
    ids = [m.id for m in (*CATALOG, *PICTURED)]
    assert len(ids) == len(set(ids))
    assert {m.id for m in CATALOG} == {m.id for m in CORE} | {id for id, _ in SPECIFIED}
    assert len(CORE) == 24


@pytest.mark.parametrize(("reason", "metric", "tables"), REASONS, ids=[f"{m}: {r}" for r, m, _ in REASONS])
def test_undefined_metric_states_its_reason(reason: str, metric: str, tables: dict[str, Any]) -> None:
    result = select_cost_level(values(dataset(**tables), metric))
    assert {v.reason for v in result} == {reason}
    assert all(v.value is None for v in result)
    sentence = language("en").message(reason, **result[0].reason_values)
    assert "{" not in sentence


def test_reasons_list_covers_every_metric() -> None:
    assert {metric for _, metric, _ in REASONS} == {m.id for m in CATALOG}


@pytest.mark.parametrize(
    ("metric", "by", "number", "hidden_below"),
    [
        ("attendance_total", "", "visits", 5),
        ("attendance_total", "site", "visits", 5),
        ("attendance_total", "age_group", "visits", 10),
        ("attendance_total", "language", "visits", 10),
        ("participants_unique", "", "people", 5),
        ("participants_unique", "mother_tongue", "people", 10),
        ("attendance_rate", "person_age", "people", 10),
        ("language_match_rate", "", "people", 10),
    ],
)
def test_small_threshold_is_five_or_ten_for_personal_attributes(
    metric: str, by: str, number: str, hidden_below: int
) -> None:
    for count, small in ((1, True), (hidden_below - 1, True), (hidden_below, False)):
        session = {"site": "A", "age_group": "0-5", "language": "Waray", **LISTED}
        people = [{"at": "s0", "who": f"k{n}", "tongue": "Waray", "age": "7"} for n in range(count)]
        data = dataset([session | {"attended": count}] if number == "visits" else [session], people)
        assert [v.small for v in values(data, metric, by=by)] == [small], (count, metric)


def test_zero_is_not_a_small_number() -> None:
    assert not value(dataset([{"attended": 0}]), "attendance_total").small


def test_small_number_threshold_can_be_raised() -> None:
    data = dataset([{"attended": 19}], settings={"small_events": 20})
    assert value(data, "attendance_total").small


def test_metrics_without_people_are_never_small() -> None:
    assert {m.id for m in CATALOG if not m.guards} == UNGUARDED


def test_dataset_may_lack_every_table() -> None:
    assert [v.reason for v in everything(Dataset({})).values] == [
        v.reason for v in everything(dataset()).values
    ]


def test_attribute_known_for_too_few_people_is_named() -> None:
    people = [{"at": "s0", "who": f"k{n}", "tongue": "Waray"} for n in range(29)]
    settings = {"population_by": {"mother_tongue": {"Waray": 40, "Cebuano": 9}}}
    (result,) = values(dataset([LISTED], people, settings=settings), "representativeness")
    assert (result.group, result.reason) == ((("attribute", "mother_tongue"),), "too-few")


def test_class_without_population_has_no_ratio_but_is_listed() -> None:
    """30 of Waray came; the population is 40 Waray and 0 Cebuano: Waray 1 ÷ 1, Cebuano undefined."""
    people = [{"at": "s0", "who": f"k{n}", "tongue": "Waray"} for n in range(30)]
    settings = {"population_by": {"mother_tongue": {"Waray": 40, "Cebuano": 0}}}
    result = values(dataset([LISTED], people, settings=settings), "representativeness")
    assert {v.groups["class"]: (v.value, v.reason) for v in result} == {
        "Waray": (1, None),
        "Cebuano": (None, "no-population"),
    }
