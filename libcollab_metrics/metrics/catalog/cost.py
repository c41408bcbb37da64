"""What it cost, who bears it, and whether that is clear."""

from __future__ import annotations

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.catalog.fields import OF_MONEY, OF_PROGRAMS, OF_SESSIONS
from libcollab_metrics.metrics.definition import Metric
from libcollab_metrics.metrics.recipes.cost import CostAt
from libcollab_metrics.metrics.recipes.funds import BenefitsKept, Fulfilment, FundShare, SponsorPerVisit
from libcollab_metrics.metrics.recipes.money import (
    CashBalance,
    GiftsWorth,
    Leverage,
    Replacement,
    RowShare,
    VolunteerWorth,
)
from libcollab_metrics.metrics.recipes.social import ReturnRange
from libcollab_metrics.metrics.recipes.unit_cost import (
    COMPLETER,
    CONTACT_HOUR,
    IMPROVED_READER,
    PERSON,
    SESSION,
    VISIT,
    PerUnitCost,
)

#: Said of every cost that has levels.
LEVELS = "Cash unless a level is named; levels are never mixed"

COST: tuple[Metric, ...] = (
    Metric(
        "cost_cash", "Cash cost", "How much money was spent?", "money", "neutral",
        "This project", "cost", CostAt("cash"), OF_MONEY, caveat="Recorded outlays; gifts and hours are not in it.",
        core=True, counts="lines",
    ),
    Metric(
        "cost_library", "Library net cost", "What does the library itself bear?", "money", "lower",
        "Form “Costs to library, costs to partner”", "cost", CostAt("library"), OF_MONEY,
        caveat="Cash from the library and its staff's hours at their rate, less cash it received.", counts="lines",
    ),
    Metric(
        "cost_full", "Full cost", "What would everything have cost?", "money", "neutral",
        "Cost finding", "cost", CostAt("full"), OF_MONEY,
        caveat="Cash spent, priced gifts, and hours at their rates; what has no price is listed, not counted as 0.",
        counts="lines",
    ),
    Metric(
        "cost_coverage", "Cost coverage", "Of how many cost lines do we know the value?", "share", "higher",
        "This project", "cost", RowShare(m.COST_PRICED, m.COST_ROWS), OF_MONEY,
        caveat="Cash outlays and gifts to the project; gifts without a price are never counted as 0.",
        core=True, counts="lines",
    ),
    Metric(
        "cost_per_attendance", "Cost per attendance", "What did one visit cost?", "money", "lower",
        "Usual name", "cost", PerUnitCost(VISIT), OF_MONEY, ("level",),
        caveat=f"{LEVELS}; over programs with both a cost and an attendance.", guards="denominator",
        core=True, counts="visits",
    ),
    Metric(
        "cost_per_participant", "Cost per participant", "What did one person cost?", "money", "lower",
        "Usual name", "cost", PerUnitCost(PERSON), OF_MONEY, ("level",),
        caveat=f"{LEVELS}; over programs with both a cost and lists of people.", guards="denominator",
        core=True, counts="people",
    ),
    Metric(
        "cost_per_session", "Cost per session", "What did one session cost?", "money", "lower",
        "Usual name", "cost", PerUnitCost(SESSION), OF_MONEY, ("level",),
        caveat=f"{LEVELS}; over programs with both a cost and sessions held.", counts="held-sessions",
    ),
    Metric(
        "cost_per_contact_hour", "Cost per contact hour", "What did one hour of one person with us cost?", "money",
        "lower", "This project", "cost", PerUnitCost(CONTACT_HOUR), OF_MONEY, ("level",),
        caveat=f"{LEVELS}; over programs with both a cost and sessions whose times are known.", guards="n",
        counts="visits",
    ),
    Metric(
        "cost_per_completer", "Cost per completer", "What did it cost that one person completed a program?",
        "money", "lower", "This project", "cost", PerUnitCost(COMPLETER), OF_PROGRAMS, ("level",),
        caveat=f"{LEVELS}; whoever completed two programs is one person.", guards="denominator", personal=True,
        counts="people",
    ),
    Metric(
        "cost_per_improved_reader", "Cost per improved reader", "What did it cost that one reader improved?",
        "money", "lower", "This project", "cost", PerUnitCost(IMPROVED_READER), OF_PROGRAMS, ("level",),
        caveat=f"{LEVELS}; only readers tested before and after can be seen to improve, in any measure, so it is "
        "at most this. It shows change, not cause.",
        guards="denominator", personal=True, counts="people",
    ),
    Metric(
        "fund_share", "Share of funds", "Who pays which share?", "share", "neutral",
        "Concept of DepEd Annex C", "cost", FundShare(), OF_MONEY, ("party", "kind"),
        caveat="Cash and gifts apart; what has no price is in neither.", counts="lines",
    ),
    Metric(
        "fund_clarity", "Money with a clear bearer", "Is it clear who pays?", "share", "higher",
        "This project", "cost", RowShare(m.CASH_CLEAR, m.CASH_ROWS), OF_MONEY,
        caveat="Below 100 % the sponsor summary waits.", core=True, counts="lines",
    ),
    Metric(
        "pledge_fulfilment", "Pledge fulfilment", "How much of what was promised came?", "share", "higher",
        "This project", "cost", Fulfilment(), OF_MONEY, ("party",),
        caveat="A pledge paid in part is two lines; unclear lines and those without a price are left out and listed.",
        counts="lines",
    ),
    Metric(
        "cash_balance", "Cash received minus spent", "Is there money left, or who pays the rest?", "money", "neutral",
        "This project", "cost", CashBalance(), OF_MONEY, caveat="Below 0 somebody still has to pay.", counts="lines",
    ),
    Metric(
        "leverage_ratio", "Leverage", "How much do others give for each unit the library gives?", "ratio", "neutral",
        "Usual name", "cost", Leverage(), OF_MONEY,
        caveat="Cash and priced gifts in the ledger, received or spent; hours of sessions are not in it.",
        counts="lines",
    ),
    Metric(
        "volunteer_value", "Value of volunteer hours", "What would the volunteers' hours have cost?", "money",
        "neutral", "2 CFR 200.306(e) for grants of the United States", "cost", VolunteerWorth(), OF_MONEY,
        caveat="A valuation, no money: hours at the rates entered, lowest to highest; one number misleads.",
        counts="hours",
    ),
    Metric(
        "in_kind_value", "Value of gifts", "What are the gifts worth?", "money", "neutral",
        "Fair market value, 2 CFR 200.306", "cost", GiftsWorth(), OF_MONEY,
        caveat="Everything given to the project but cash, hours in the ledger too; gifts without a price are listed.",
        counts="lines",
    ),
    Metric(
        "replacement_value", "Replacement value of attendance", "What would the visits have cost elsewhere?", "money",
        "neutral", "Library value calculators", "cost", Replacement(), OF_SESSIONS,
        caveat="An assumption: visits times a price entered; never added to other values.", guards="numerator",
        counts="counted-sessions",
    ),
    Metric(
        "sponsor_cost_per_visit", "Sponsor's contribution per visit", "How much did a sponsor give for each visit?",
        "money", "band", "Usual name", "cost", SponsorPerVisit(), OF_MONEY, ("party",),
        caveat="Cash only, over the programs the sponsor gave to; sponsors of one program overlap and do not add up.",
        guards="denominator", counts="visits",
    ),
    Metric(
        "benefit_delivery", "Sponsor benefits delivered", "Did sponsors get what they were promised?", "share",
        "higher", "This project", "cost", BenefitsKept(), OF_MONEY, ("party",),
        caveat="Lines of promotion to the sponsor; unclear ones are left out.", counts="lines",
    ),
    Metric(
        "sroi_range", "Social return, range", "What is the change worth against what it cost, as far as assumed?",
        "ratio", "neutral", "Guides to social return on investment", "cost", ReturnRange(), (),
        caveat="From all assumptions low to all high, never one number; only observed outcomes count; organisations "
        "cannot be compared by it.",
        counts="outcomes",
    ),
)  # fmt: skip
