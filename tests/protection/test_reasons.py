"""A reason for a missing figure may disclose facts about people; a gap in the records does not."""

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
def test_reason_about_people_is_hidden_with_a_hidden_count(reason: str) -> None:
    """4 pairs: that all four were at the top, or that none improved, is about them."""
    pairs = Value("mean_gain", (*GROUP, ("measure", "score")), value=0, numerator=0, denominator=4, n=4)
    why = Value("normalized_gain", (*GROUP, ("measure", "score")), reason=reason)
    assert [v.reason for v in protect([evaluation(pairs, why)], Settings())[0].values] == [
        "small-cell",
        "small-cell",
    ]


@pytest.mark.parametrize("reason", ["no-field", "no-setting", "no-cost", "not-by-this", "no-pairs"])
def test_reason_about_records_is_shown(reason: str) -> None:
    people = Value("participants_unique", GROUP, value=4, n=4)
    why = Value("cost_per_completer", (*GROUP, ("level", "cash")), reason=reason)
    assert [v.reason for v in protect([evaluation(people, why)], Settings())[0].values] == [
        "small-cell",
        reason,
    ]


def hake(pupils: int) -> PublicEvaluation:
    """The normalized gain of `pupils` who all had 20 of 20 before."""
    rows: list[dict[str, Any]] = [
        {"who": f"a{n}", "measure": "score", "before": 20, "after": 18, "scale_max": 20}
        for n in range(pupils)
    ]
    data = dataset(outcomes=rows)
    return protect([evaluate(data, metrics=["normalized_gain"], as_of=DAY)], data.settings)[0]


def test_reason_alone_in_a_document_needs_ten_people() -> None:
    """No other figure gives the number of people: the reason itself implies it."""
    assert [hake(pupils).value_for("normalized_gain", measure="score").reason for pupils in (9, 10)] == [
        "small-cell",
        "ceiling",
    ]


def test_zero_completion_is_shown_only_for_a_known_large_group() -> None:
    none = Value("cost_per_completer", (*GROUP, ("level", "cash")), reason="zero-base")
    rate = Value("completion_rate", GROUP, value=0, numerator=0, denominator=40, n=40)
    assert protect([evaluation(none)], Settings())[0].values[0].reason == "small-cell"
    assert protect([evaluation(none, rate)], Settings())[0].values[0].reason == "zero-base"
