"""A share discloses the people in it and the rest: neither may be too few."""

from __future__ import annotations

import pytest

from libcollab_metrics.localization import language
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model import Settings
from libcollab_metrics.protection import protect
from tests.protection.test_protect import evaluation


def share(metric: str, part: float, whole: float, *group: tuple[str, str]) -> Value:
    return Value(metric, group, value=part / whole, numerator=part, denominator=whole, n=whole)


@pytest.mark.parametrize(
    ("part", "whole", "leaves"),
    [
        (36, 41, True),  # 36 and 5
        (5, 41, True),
        (3, 41, False),
        (27, 28, False),  # one who did not
        (39, 40, False),
        (1, 40, False),
        (0, 20, True),  # none of twenty
        (20, 20, True),
        (0, 9, False),
        (9, 9, False),
    ],
)
@pytest.mark.parametrize(
    "metric", ["outcome_agreement", "lsta_agreement", "improved_share", "philiri_moved_up", "completion_rate"]
)
def test_neither_part_nor_rest_of_a_share_may_be_small(
    metric: str, part: float, whole: float, leaves: bool
) -> None:
    public = protect([evaluation(share(metric, part, whole))], Settings())[0].values[0]
    assert (public.value is not None, public.numerator is not None) == (leaves, leaves)


@pytest.mark.parametrize(
    ("part", "bounds", "words"), [(0, (None, 0.05), "under 5%"), (12, (0.95, None), "over 95%")]
)
def test_empty_or_full_share_of_small_group_is_a_bound(
    part: float, bounds: tuple[float | None, float | None], words: str
) -> None:
    """12 of 12 who finished discloses of each of the 12 that they did."""
    public = protect([evaluation(share("completion_rate", part, 12))], Settings())[0].values[0]
    assert public == Value(
        "completion_rate", low=bounds[0], high=bounds[1], small=True, note="small-group"
    )  # without its numbers
    assert language("en").format_value_with_estimate(public, find_metric("completion_rate")) == words


def test_no_other_figure_discloses_that_everybody_finished() -> None:
    """12 of 12 finished: the cost for each of the 12 divides by them."""
    cost = Value("cost_per_completer", value=10, numerator=120, denominator=12, n=12)
    public = protect([evaluation(share("completion_rate", 12, 12), cost)], Settings())[0]
    assert [v.value for v in public.values] == [None, None]
    assert [v.reason for v in public.values] == [None, "small-cell"]


def test_share_by_a_personal_attribute_needs_ten_on_both_sides() -> None:
    """Of 40 Cebuano 31 and 9, of 40 English 30 and 10."""
    values = [
        share("completion_rate", n, 40, ("mother_tongue", t)) for n, t in ((31, "Cebuano"), (30, "English"))
    ]
    alone = [protect([evaluation(value)], Settings())[0].values[0].value for value in values]
    assert alone == [None, 0.75]


def test_mean_of_the_same_answers_stays_where_few_agree() -> None:
    """3 of 41 agree: the mean of the 41 does not disclose it; net agreement, 3 minus those against, might."""
    mean, net = (
        Value(metric, value=0.05, numerator=2, denominator=41, n=41)
        for metric in ("mean_rating", "net_agreement")
    )
    public = protect([evaluation(share("outcome_agreement", 3, 41), mean, net)], Settings())[0]
    assert [v.value for v in public.values] == [None, 0.05, None]
