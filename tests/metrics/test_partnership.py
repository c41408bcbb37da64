"""Partnership rules: passed, failed or open by what is recorded, for each partner and never summed."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics.localization import language
from libcollab_metrics.metrics import find_metric, judge_partnerships, list_partners
from libcollab_metrics.metrics.partnership import RULES
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS
from tests.support.builders.datasets import AS_OF, dataset

PROGRAMS = [
    {"name": "Story hour", "partners": ["Hope", "School"]},
    {"name": "Drive", "partners": ["Hope"]},
]
PARTNERS = [{"name": "Hope"}, {"name": "School"}, {"name": "Nobody yet"}]


def line(
    giver: str, taker: str, status: str, value: float | None, p: str = "Story hour", **more: Any
) -> dict[str, Any]:
    named = {"p": p, "from_party": giver, "to_party": taker, "status": status, "value": value, "kind": "cash"}
    return named | more


def rated(by: str, item: int, rating: float, who: str = "a", side: str = "partner") -> dict[str, Any]:
    return {"by": by, "item": ALIGNMENT_ITEMS[item], "rating": rating, "who": who, "side": side}


def outcomes(partner: str, **tables: Any) -> dict[str, str]:
    data = dataset(programs=PROGRAMS, partners=PARTNERS, **tables)
    return {
        ruling.rule.id: ruling.outcome for ruling in judge_partnerships(data, [partner], as_of=AS_OF)[partner]
    }


def test_rules_are_open_without_records() -> None:
    assert set(outcomes("Nobody yet").values()) == {"open"}


def test_unfulfilled_pledge_fails_and_fulfilled_pledge_passes() -> None:
    """
    Hope    pledged 500 and gave 1,500: 75% fulfilled     School  gave 200: all fulfilled
    """
    ledger = [
        line("Hope", "project", "pledged", 500),
        line("Hope", "project", "received", 1500),
        line("School", "project", "received", 200),
    ]
    assert outcomes("Hope", ledger=ledger)["pledges"] == "failed"
    assert outcomes("School", ledger=ledger)["pledges"] == "passed"


def test_shared_program_counts_for_both_partners() -> None:
    """An unclear line of the drive is Hope's; the story hour, shared by both, is clear."""
    ledger = [
        line("project", "shop", "spent", 10),
        line("project", "bus", "unclear", 5, p="Drive"),
    ]
    assert outcomes("Hope", ledger=ledger)["clear"] == "failed"
    assert outcomes("School", ledger=ledger)["clear"] == "passed"


def test_each_side_rates_fairness_separately() -> None:
    answers = [rated("Hope", 2, 5), rated("Hope", 2, 2, who="b", side="library")]
    result = outcomes("Hope", perspectives=answers)
    assert (result["fair-to-them"], result["fair-to-us"]) == ("passed", "failed")
    assert outcomes("School", perspectives=answers)["fair-to-them"] == "open"


def test_one_partner_in_doubt_does_not_affect_the_other() -> None:
    answers = [rated("Hope", 3, 2), rated("School", 3, 5)]
    assert outcomes("Hope", perspectives=answers)["relevant"] == "failed"
    assert outcomes("School", perspectives=answers)["relevant"] == "passed"


def test_undecided_criterion_leaves_its_rule_open() -> None:
    criteria = [{"p": "Story hour", "metric_id": "attendance_total", "low": 10}]
    assert outcomes("School", criteria=criteria, sessions=[{"attended": 4}, {}])["criteria"] == "open"
    assert outcomes("School", criteria=criteria, sessions=[{"attended": 4}])["criteria"] == "failed"
    assert outcomes("School", criteria=criteria, sessions=[{"attended": 14}])["criteria"] == "passed"


def test_ruling_includes_value_and_sample_size() -> None:
    data = dataset(
        programs=PROGRAMS, partners=PARTNERS, perspectives=[rated("Hope", 0, 4), rated("Hope", 0, 5, "b")]
    )
    aligned = next(
        ruling
        for ruling in judge_partnerships(data, ["Hope"], as_of=AS_OF)["Hope"]
        if ruling.rule.id == "aligned"
    )
    assert (aligned.value.value, aligned.value.n, aligned.outcome) == (4.5, 2, "passed")


def test_partners_are_listed_once_from_descriptions_and_links() -> None:
    data = dataset(programs=[*PROGRAMS, {"name": "New", "partners": ["HOPE", "Clinic"]}], partners=PARTNERS)
    assert list_partners(data) == ("Clinic", "Hope", "Nobody yet", "School")
    assert list_partners(dataset()) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_a_label_and_a_metric(rule: Any) -> None:
    assert find_metric(rule.metric)
    assert language("en").message(f"rule-{rule.id}")
    assert (rule.low is None) != (rule.high is None)
