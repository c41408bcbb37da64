"""Why a figure is missing may be an answer about the people in it; what is missing in the records is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.metrics import evaluate
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model import Settings
from libcollab_metrics.protection import PublicEvaluation, protect
from tests.protection.test_protect import evaluation
from tests.support.builders.datasets import dataset

DAY = date(2026, 6, 30)
GROUP = (("program", "A"),)


@pytest.mark.parametrize("reason", ["ceiling", "zero-base", "no-spread", "too-few", "undecided"])
def test_a_reason_that_tells_of_people_goes_with_a_hidden_count(reason: str) -> None:
    """4 pairs: that all four were at the top, or that none improved, is about them."""
    pairs = Value("mean_gain", (*GROUP, ("measure", "score")), value=0, numerator=0, denominator=4, n=4)
    why = Value("normalized_gain", (*GROUP, ("measure", "score")), reason=reason)
    assert [v.reason for v in protect([evaluation(pairs, why)], Settings())[0].values] == [
        "small-cell",
        "small-cell",
    ]


@pytest.mark.parametrize("reason", ["no-field", "no-setting", "no-cost", "not-by-this", "no-pairs"])
def test_a_reason_that_tells_of_the_records_stays(reason: str) -> None:
    people = Value("participants_unique", GROUP, value=4, n=4)
    why = Value("cost_per_completer", (*GROUP, ("level", "cash")), reason=reason)
    assert [v.reason for v in protect([evaluation(people, why)], Settings())[0].values] == [
        "small-cell",
        reason,
    ]


def hake(pupils: int) -> PublicEvaluation:
    """So many pupils who all had 20 of 20 before."""
    rows: list[dict[str, Any]] = [
        {"who": f"a{n}", "measure": "score", "before": 20, "after": 18, "scale_max": 20}
        for n in range(pupils)
    ]
    made = dataset(outcomes=rows)
    return protect([evaluate(made, metrics=["normalized_gain"], as_of=DAY)], made.settings)[0]


def test_alone_in_a_document_a_reason_still_needs_ten_people() -> None:
    """Nothing beside it says how many they are: it says so itself."""
    assert [hake(pupils).value_for("normalized_gain", measure="score").reason for pupils in (9, 10)] == [
        "small-cell",
        "ceiling",
    ]


def test_nobody_completed_is_told_of_a_group_known_to_be_large_alone() -> None:
    none = Value("cost_per_completer", (*GROUP, ("level", "cash")), reason="zero-base")
    rate = Value("completion_rate", GROUP, value=0, numerator=0, denominator=40, n=40)
    assert protect([evaluation(none)], Settings())[0].values[0].reason == "small-cell"
    assert protect([evaluation(none, rate)], Settings())[0].values[0].reason == "zero-base"
