"""The engine and a reference in fractions agree on random sheets."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given

from libcollab_metrics.metrics import Evaluation, Value
from tests.support.builders.datasets import everything
from tests.support.builders.random_rows import PROGRAMS, Tables, build, sheets
from tests.support.examples import examples
from tests.support.references.costs import METRICS
from tests.support.references.evaluation import Reference
from tests.support.references.outcomes import Outcomes

PLAIN = (
    "sessions_held",
    "attendance_total",
    "attendance_coverage",
    "attendance_per_session",
    "session_delivery_rate",
    "participants_unique",
    "reach_rate",
    "attendance_per_1000",
    "show_up_rate",
    "attendance_rate",
    "completion_rate",
    "language_match_rate",
    "cost_cash",
    "cost_coverage",
    "fund_clarity",
    "cost_per_attendance",
    "cost_per_participant",
)
#: Costs per unit, which may be partial.
PER_UNIT = {*METRICS.values(), "sponsor_cost_per_visit"}
#: How many numbers of each figure were compared.
COMPARED: Counter[str] = Counter()
pytestmark = pytest.mark.slow
MANY = examples(100)


def compare(evaluation: Evaluation, reference: Reference, **group: str | None) -> None:
    """Every metric of one group is the fraction the reference gives, with the same certainty."""
    for metric in PLAIN:
        parts = {"level": "cash"} if metric.startswith("cost_per") else {}
        value = evaluation.value_for(metric, **group, **parts)
        agree(value.value, getattr(reference, metric)(), metric)
    total, people = (
        evaluation.value_for("attendance_total", **group),
        evaluation.value_for("participants_unique", **group),
    )
    assert (total.value is None) or (total.certainty == "exact") == reference.attendance_is_exact(), total
    assert (people.value is None) or (people.certainty == "exact") == all(
        map(reference.fully_marked, reference.held)
    ), people
    balances = {
        v.groups["party"]: v
        for v in values_in_group(evaluation, "give_take_balance", group)
        if "party" in v.groups
    }
    expected = reference.give_take_balance()
    assert set(balances) == set(expected), expected
    for party, value in balances.items():
        agree(value.value, expected[party or ""], "give_take_balance")
    answers = reference.outcome_agreement()
    for value in values_in_group(evaluation, "outcome_agreement", group):
        if "measure" in value.groups:
            key = (value.groups["measure"] or "", value.groups["occasion"])
            agree(value.value, answers.pop(key), "outcome_agreement")
    assert all(answer is None for answer in answers.values()), answers
    gains = reference.mean_gain()
    for value in values_in_group(evaluation, "mean_gain", group):
        if "measure" in value.groups:
            agree(value.value, gains.pop(value.groups["measure"] or ""), "mean_gain")
    assert all(gain is None for gain in gains.values()), gains
    outcomes = Outcomes(reference)
    for metric, expected_parts in outcomes.parted().items():
        remaining = dict(expected_parts)
        for value in values_in_group(evaluation, metric, group):
            if parts := tuple(part for name, part in value.group if name not in group):
                agree(value.value, remaining.pop(parts), metric)
        assert all(answer is None for answer in remaining.values()), (metric, remaining)
    for metric, expected_one in outcomes.single().items():
        (value,) = values_in_group(evaluation, metric, group)
        agree(value.value, expected_one, metric)
    received = [
        v for v in values_in_group(evaluation, "books_at_stage", group) if v.groups.get("stage") == "received"
    ]
    agree(received[0].value if received else None, reference.books_received(), "books_at_stage")


def values_in_group(evaluation: Evaluation, metric: str, group: dict[str, str | None]) -> list[Value]:
    """The values of a metric in one group."""
    return [v for v in evaluation.values_for(metric) if group.items() <= v.groups.items()]


def agree(value: float | None, expected: Fraction | None, metric: str) -> None:
    """Both are missing, or equal to float precision; each compared number is counted.

    Of a cost per unit whose cost and count are both incomplete, the references give no number; what the
    engine gives is compared with numbers worked out by hand in `families/test_partial_values.py`.
    """
    if expected is None and metric.split(" ", 1)[0] in PER_UNIT:
        return
    assert (value is None) == (expected is None), (metric, value, expected)
    if value is not None and expected is not None:
        assert value == pytest.approx(float(expected), rel=1e-12, abs=1e-12), (metric, value, expected)
        COMPARED[metric.split(" ", 1)[0]] += 1


@MANY
@given(sheets())
def test_whole_selection_matches_the_reference(tables: Tables) -> None:
    compare(everything(build(tables)), Reference(tables))


@examples(10)
@given(sheets())
def test_every_program_and_partner_matches_the_reference(tables: Tables) -> None:
    data = build(tables)
    by_program, by_partner = everything(data, by="program"), everything(data, by="partner")
    for name in PROGRAMS:
        compare(by_program, Reference(tables, lambda row, name=name: row["p"] == name), program=name)
    for partner in {name for p in tables["programs"] for name in p["partners"]}:
        theirs = {p["name"] for p in tables["programs"] if partner in p["partners"]}
        compare(by_partner, Reference(tables, lambda row, theirs=theirs: row["p"] in theirs), partner=partner)
