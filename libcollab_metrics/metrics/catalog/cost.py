"""What it cost, who bears it, and whether that is clear."""

from __future__ import annotations

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.catalog.fields import OF_MONEY
from libcollab_metrics.metrics.definition import Metric
from libcollab_metrics.metrics.recipes.money import CashCost, PerUnitCost, RowShare
from libcollab_metrics.metrics.recipes.people import PeopleCount
from libcollab_metrics.metrics.recipes.sessions import VisitCount

COST: tuple[Metric, ...] = (
    Metric(
        "cost_cash", "Cash cost", "How much money was spent?", "money", "neutral",
        "This project", "cost", CashCost(), OF_MONEY, caveat="Recorded outlays; gifts and hours are not in it.",
        core=True, counts="lines",
    ),
    Metric(
        "cost_coverage", "Cost coverage", "Of how many cost lines do we know the value?", "share", "higher",
        "This project", "cost", RowShare(m.COST_PRICED, m.COST_ROWS), OF_MONEY,
        caveat="Cash outlays and gifts to the project; gifts without a price are never counted as 0.",
        core=True, counts="lines",
    ),
    Metric(
        "cost_per_attendance", "Cost per attendance", "What did one visit cost?", "money", "lower",
        "Usual name", "cost", PerUnitCost(VisitCount()), OF_MONEY, ("level",),
        caveat="Cash only, over programs with both a cost and an attendance.", guards="denominator",
        core=True, counts="visits",
    ),
    Metric(
        "cost_per_participant", "Cost per participant", "What did one person cost?", "money", "lower",
        "Usual name", "cost", PerUnitCost(PeopleCount()), OF_MONEY, ("level",),
        caveat="Cash only, over programs with both a cost and lists of people.", guards="denominator",
        core=True, counts="people",
    ),
    Metric(
        "fund_clarity", "Money with a clear bearer", "Is it clear who pays?", "share", "higher",
        "This project", "cost", RowShare(m.CASH_CLEAR, m.CASH_ROWS), OF_MONEY,
        caveat="Below 100 % the sponsor summary waits.", core=True, counts="lines",
    ),
)  # fmt: skip
