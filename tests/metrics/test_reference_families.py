"""Reach, scores, costs and success: the engine agrees with references in fractions, part by part."""

from __future__ import annotations

from typing import Any

from libcollab_metrics.metrics import Evaluation, Value
from tests.metrics.test_reference import agree, values_in_group
from tests.support.references.attendance import Keep
from tests.support.references.costs import CostReference
from tests.support.references.reach import Expected, Figures, Parts, Range, ReachReference
from tests.support.references.scores import ScoreReference
from tests.support.references.success import SuccessReference

FAMILIES: tuple[type[Any], ...] = (ReachReference, ScoreReference, CostReference, SuccessReference)


def compare_families(evaluation: Evaluation, rows: dict[str, Any], keep: Keep, **group: str) -> None:
    """Every metric of every family of one group; without a group also the metrics of the whole library."""
    for family in FAMILIES:
        reference = family(rows, keep)
        _compare(evaluation, reference.figures(), group)
        if not group:
            _compare(evaluation, reference.of_the_library(), group)


def _compare(evaluation: Evaluation, figures: Figures, group: dict[str, str]) -> None:
    for metric, parts in figures.items():
        if metric == "partner_programs" and "partner" in group:  # a partner sees only its own part
            parts = {part: figure for part, figure in parts.items() if part[0] == group["partner"]}
        _same_parts(values_in_group(evaluation, metric, dict(group)), metric, parts, group)


def _same_parts(values: list[Value], metric: str, expected: Parts, group: dict[str, str]) -> None:
    """The same parts with the same values; parts without an expected value have none."""
    remaining = dict(expected)
    for value in values:
        part = tuple(part for name, part in value.group if name not in (*group, "peers"))
        _agree(value, remaining.pop(part, None), f"{metric} {part}")
    assert all(figure is None for figure in remaining.values()), (metric, group, remaining)


def _agree(value: Value, expected: Expected, name: str) -> None:
    if isinstance(expected, Range):
        assert value.value is None, (name, value, expected)
        agree(value.low, expected.low, name)
        agree(value.high, expected.high, name)
    else:
        agree(value.value, expected, name)
