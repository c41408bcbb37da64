"""Costs, funds and partners: the engine and a reference in fractions agree on random sheets."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from libcollab_metrics.metrics import CATALOG, Evaluation
from tests.metrics.test_reference import agree
from tests.support.builders.datasets import everything
from tests.support.builders.random_rows import PROGRAMS, Tables, build, sheets
from tests.support.examples import examples
from tests.support.references.money import MoneyReference

pytestmark = pytest.mark.slow
MANY = examples(120)
PLAIN = ("cost_full", "cost_library", "in_kind_value", "cash_from_others", "cash_balance", "leverage_ratio")
OPINIONS = ("alignment_mean", "alignment_gap", "relevance_flag")
PARTED = ("fund_share", "pledge_fulfilment", "benefit_delivery", "partner_given", "partner_received")
METRICS = [metric for metric in CATALOG if metric.id in (*PLAIN, *OPINIONS, *PARTED)]


def parts(evaluation: Evaluation, metric: str, group: dict[str, str | None]) -> dict[Any, float | None]:
    """The parts of a metric in one group → value; a single part is the key itself."""
    values = [v for v in evaluation.values_for(metric) if group.items() <= v.groups.items()]
    named = {tuple(part for name, part in v.group if name not in group): v.value for v in values}
    return {key[0] if len(key) == 1 else key: value for key, value in named.items() if key}


def compare(evaluation: Evaluation, reference: MoneyReference, **group: str | None) -> None:
    """Every money metric of one group is the fraction the reference gives."""
    for metric in PLAIN:
        value = evaluation.value_for(metric, **group)
        expected = None if value.reason == "undecided" else getattr(reference, metric)()
        agree(value.value, expected, metric)
    expected_parts = {
        "fund_share": reference.fund_share(),
        "pledge_fulfilment": reference.pledge_fulfilment(),
        "benefit_delivery": reference.benefit_delivery(),
        "partner_given": reference.by_kind("from_party"),
        "partner_received": reference.by_kind("to_party"),
    }
    for metric, expected_values in expected_parts.items():
        same_parts(parts(evaluation, metric, group), expected_values, metric)


def same_parts(values: dict[Any, float | None], expected: dict[Any, Fraction | None], metric: str) -> None:
    """The same parts with the same values."""
    assert set(values) == set(expected), (metric, values, expected)
    for part, value in values.items():
        agree(value, expected[part], f"{metric} {part}")


@MANY
@given(sheets())
def test_money_and_opinions_match_the_reference(tables: Tables) -> None:
    evaluation, reference = everything(build(tables), metrics=METRICS), MoneyReference(tables)
    compare(evaluation, reference)
    compare_opinions(evaluation, reference)


def compare_opinions(evaluation: Evaluation, reference: MoneyReference) -> None:
    """Every opinion metric of the whole dataset is the fraction the reference gives."""
    same_parts(parts(evaluation, "alignment_mean", {}), reference.alignment_mean(), "alignment_mean")
    gaps = reference.alignment_gap()
    same_parts(
        parts(evaluation, "alignment_gap", {}), gaps if reference.alignment_mean() else {}, "alignment_gap"
    )
    agree(evaluation.value_for("relevance_flag").value, reference.relevance_flag(), "relevance_flag")


@examples(20)
@given(sheets())
def test_money_of_programs_and_partners_matches_the_reference(tables: Tables) -> None:
    data = build(tables)
    by_program, by_partner = (everything(data, by=by, metrics=METRICS) for by in ("program", "partner"))
    for name in PROGRAMS:
        compare(by_program, MoneyReference(tables, lambda row, name=name: row["p"] == name), program=name)
    for partner in {name for p in tables["programs"] for name in p["partners"]}:
        theirs = {p["name"] for p in tables["programs"] if partner in p["partners"]}
        compare(
            by_partner, MoneyReference(tables, lambda row, theirs=theirs: row["p"] in theirs), partner=partner
        )
