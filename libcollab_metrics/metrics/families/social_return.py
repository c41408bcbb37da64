"""Social return on investment: its range over all assumptions, and its sensitivity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.counting import GroupCounts
from libcollab_metrics.metrics.definition import (
    FormulaWriter,
    Metric,
    Recipe,
    Value,
    undefined_value,
)
from libcollab_metrics.metrics.families.cost import compute_cost, cost_measures
from libcollab_metrics.model.social_return import (
    SHARE_PARTS,
    Assumption,
    SocialOutcome,
    SocialReturn,
    parse_social_return,
)


@dataclass(frozen=True)
class Swing:
    """Effect of one assumption on the return while all others are at their middle.

    Attributes
    ----------
    outcome : str
        Outcome the assumption belongs to; empty for the discount rate.
    assumption : Assumption
    low, high : float
        Returns at the two ends of the assumption, the smaller first (value per unit of cost).
    """

    outcome: str
    assumption: Assumption
    low: float
    high: float

    @property
    def width(self) -> float:
        """Difference between the two returns."""
        return self.high - self.low


def compute_social_value(outcome: SocialOutcome, assumptions: Mapping[str, float], rate: float) -> float:
    """Return the value of one outcome over its years, with one number per assumption."""
    attributable = (
        (1 - assumptions["deadweight"]) * (1 - assumptions["others"]) * (1 - assumptions["displacement"])
    )
    years = sum(
        (1 - assumptions["drop_off"]) ** (t - 1) / (1 + rate) ** t for t in range(1, outcome.years + 1)
    )
    return assumptions["quantity"] * assumptions["value"] * attributable * years


def compute_value_range(social: SocialReturn) -> tuple[float, float]:
    """Return the value with all assumptions at their worst and at their best."""
    rates = (social.discount_rate.low, social.discount_rate.high)
    ends = [[_outcome_range(outcome, rate) for outcome in social.outcomes] for rate in rates]
    lows, highs = ([sum(end[side] for end in at_rate) for at_rate in ends] for side in (0, 1))
    return min(lows), max(highs)


def _outcome_range(outcome: SocialOutcome, rate: float) -> tuple[float, float]:
    """Return the lowest and highest value of one outcome.

    The value is monotonic in each assumption, so both are reached at ends of the assumptions.
    """
    names = tuple(outcome.assumptions)
    ends = product(*({a.low, a.high} for a in outcome.assumptions.values()))
    values = [compute_social_value(outcome, dict(zip(names, end, strict=True)), rate) for end in ends]
    return min(values), max(values)


def compute_swings(social: SocialReturn, cost: float) -> tuple[Swing, ...]:
    """Return every assumption that is a range, the one with the largest effect first."""
    swings = [
        _compute_swing(social, cost, outcome, assumption)
        for outcome in social.outcomes
        for assumption in outcome.assumptions.values()
        if assumption.low != assumption.high
    ]
    if social.discount_rate.low != social.discount_rate.high:
        swings.append(_compute_swing(social, cost, None, social.discount_rate))
    return tuple(sorted(swings, key=lambda swing: (-swing.width, swing.outcome)))


def _compute_swing(
    social: SocialReturn, cost: float, moved: SocialOutcome | None, assumption: Assumption
) -> Swing:
    returns = sorted(
        _middle_value(social, moved, assumption.name, end) / cost for end in (assumption.low, assumption.high)
    )
    return Swing(moved.outcome if moved else "", assumption, returns[0], returns[1])


def _middle_value(social: SocialReturn, outcome_moved: SocialOutcome | None, name: str, end: float) -> float:
    """Return the value with all assumptions at their middle except one, set to the given end."""
    rate = end if outcome_moved is None else social.discount_rate.midpoint
    total = 0.0
    for outcome in social.outcomes:
        chosen = {key: assumption.midpoint for key, assumption in outcome.assumptions.items()}
        total += compute_social_value(
            outcome, chosen | ({name: end} if outcome is outcome_moved else {}), rate
        )
    return total


@dataclass(frozen=True)
class ReturnRange(Recipe):
    """Value of the outcomes over the full cost, as a range over all assumptions.

    A single number would hide how much it depends on the assumptions.
    """

    top = m.SOCIAL_VALUE
    bottom = m.FULL_COST
    measures = cost_measures("full")

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        social = parse_social_return(cell.facts.settings.sroi)
        if social is None:
            return (undefined_value("no-setting", name="sroi"),)
        cost = compute_cost(cell.programs, "full", cell.facts)
        if cost.amount is None:
            return (cost.reason,)
        if not cost.amount:
            return (undefined_value("zero-base"),)
        low, high = (value / cost.amount for value in compute_value_range(social))
        # A cost that may be higher leaves the return without a lower bound.
        floor = None if cost.may_rise else low
        value = Value(
            "",
            denominator=cost.amount,
            n=len(social.outcomes),
            low=floor,
            high=high,
            certainty="range",
            estimated=cost.is_estimated,
            note=cost.note,
        )
        return (value,)

    def definition(self) -> str:
        off = ", ".join(name.replace("_", " ") for name in SHARE_PARTS)
        return f"quantity × value × (1 − each of {off}), year by year and discounted, ÷ {m.FULL_COST.label}"

    def formula(self, value: Value, write: FormulaWriter) -> str:
        cost = value.denominator or 0
        sides = ((m.SOCIAL_LOW, value.low), (m.SOCIAL_HIGH, value.high))
        ends = [write(side, end * cost) for side, end in sides if end is not None]
        worth = (
            write.message("formula-between", low=ends[0], high=ends[1])
            if len(ends) == 2
            else f"({''.join(ends)})"
        )
        return f"{worth} ÷ {write(m.FULL_COST, value.denominator)}"


METRICS: tuple[Metric, ...] = (
    Metric(
        "sroi_range",
        "Social return, range",
        "What is the change worth against what it cost, as far as assumed?",
        "ratio",
        "neutral",
        "Guides to social return on investment",
        "cost",
        ReturnRange(),
        (),
        caveat=(
            "From all assumptions low to all high, never one number; only observed outcomes count;"
            " organisations cannot be compared by it."
        ),
        counts="outcomes",
    ),
)
