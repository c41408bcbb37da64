"""A total that would disclose its groups, or bound them within less than k, is hidden with them."""

from __future__ import annotations

import pytest

from libcollab_metrics.model import Settings
from libcollab_metrics.protection import protect
from tests.protection.test_protect import shown, split, total


@pytest.mark.parametrize(
    ("groups", "whole_leaves", "left"),
    [
        ({"Cebuano": 8.0}, False, {}),  # one group: the total is the group
        ({"Cebuano": 4.0, "English": 3.0}, False, {}),  # 7 in all: each is 1 to 6
        ({"Cebuano": 4.0, "English": 6.0}, True, {}),  # 10 in all: each may be 1 to 9
        ({"Cebuano": 8.0, "English": 0.0}, False, {}),  # no other group to hide: 8 − 0
        ({"Cebuano": 8.0, "English": 30.0}, True, {}),
        ({"Cebuano": 4.0, "English": 3.0, "Waray": 30.0}, True, {}),
        ({"Cebuano": 12.0, "English": 30.0}, True, {"Cebuano": 12.0, "English": 30.0}),
    ],
)
def test_total_is_shown_where_two_hidden_groups_reach_k(
    groups: dict[str, float], whole_leaves: bool, left: dict[str, float]
) -> None:
    """k = 10 for people by mother tongue: under a known total, hide at least two groups and ten people."""
    people = "participants_unique"
    whole, parts = protect(
        [total(people, sum(groups.values())), split(people, "mother_tongue", groups)], Settings()
    )
    assert (whole.values[0].value is not None) == whole_leaves
    assert {name: n for name, n in shown(parts, people).items() if n} == left


def test_hidden_total_is_not_the_sum_of_another_table() -> None:
    """8 children, all Cebuano, so the 8 is hidden: 7 at Main would disclose that they are at least 7."""
    people = "participants_unique"
    tables = [
        split(people, "mother_tongue", {"Cebuano": 8.0}),
        split(people, "site", {"Main": 7.0, "East": 6.0}),
    ]
    whole, _, sites = protect([total(people, 8.0), *tables], Settings())
    assert whole.values[0].value is None
    assert shown(sites, people) == {}
