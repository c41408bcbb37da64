"""What each partner gives and receives, and how each side sees it."""

from __future__ import annotations

from libcollab_metrics.metrics.catalog.fields import OF_MONEY, OF_PARTNERS, OF_PROGRAMS
from libcollab_metrics.metrics.definition import Metric
from libcollab_metrics.metrics.recipes.exchange import (
    GIVEN_MEASURES,
    RECEIVED_MEASURES,
    Balance,
    ByKind,
    ProgramsTogether,
)
from libcollab_metrics.metrics.recipes.perspectives import Alignment, Apart, Fairness, Relevance

#: Said of every answer: it was given to the library, by few people.
_PRIVATE = "Answers of few people, for the library alone until the partner agrees"

PARTNERS: tuple[Metric, ...] = (
    Metric(
        "partner_given", "Given by partner", "What does each partner give?", "money", "neutral",
        "This project", "partners", ByKind(GIVEN_MEASURES), OF_MONEY, ("party", "kind"),
        caveat="Priced lines, received or spent; those without a price are counted beside, in the coverage.",
        counts="lines",
    ),
    Metric(
        "partner_received", "Benefits to partner", "What does each partner receive?", "money", "neutral",
        "This project", "partners", ByKind(RECEIVED_MEASURES), OF_MONEY, ("party", "kind"),
        caveat="Priced lines from project or library; those without a price are counted beside, in the coverage.",
        counts="lines",
    ),
    Metric(
        "give_take_balance", "Give-and-take balance", "Who gives more than they receive?", "balance", "band",
        "This project; concept of reciprocity", "partners", Balance(), OF_MONEY, ("party", "kind"),
        caveat="From −1 (only receives) to +1 (only gives); priced items only, and not a score of fairness.",
        core=True,
    ),
    Metric(
        "give_take_rating", "The exchange is fair", "Does each side find the exchange fair?", "points", "higher",
        "This project", "partners", Fairness(), OF_PARTNERS, ("party", "side"), caveat=f"From 1 to 5. {_PRIVATE}.",
        counts="people", audience="library",
    ),
    Metric(
        "alignment_mean", "Shared-goal agreement", "Do the partner's people want what we want?", "points", "higher",
        "Concepts of PARTNER, VicHealth and Wilder", "partners", Alignment(), OF_PARTNERS, ("party",),
        caveat=f"From 1 to 5, each person the same weight; answers of the library's side are not in it. {_PRIVATE}.",
        counts="people", audience="library",
    ),
    Metric(
        "alignment_gap", "Distance between partners", "On what do partners see things differently?", "points", "lower",
        "This project", "partners", Apart(), OF_PARTNERS, ("item",),
        caveat=f"Grows with the number of partners: look at all of them. {_PRIVATE}.", counts="partners",
        audience="library",
    ),
    Metric(
        "relevance_flag", "Libraries are relevant: at risk", "Does a partner doubt that libraries are relevant?",
        "yes_no", "lower", "This project", "partners", Relevance(), OF_PARTNERS,
        caveat=f"An early warning, not a verdict. {_PRIVATE}.", counts="partners", audience="library",
    ),
    Metric(
        "partner_programs", "Programs with this partner", "How often do we work together, and did we do it again?",
        "programs", "neutral", "This project", "partners", ProgramsTogether(), OF_PROGRAMS, ("party", "kind"),
        caveat="A program with two partners counts for both: partners do not add up.",
    ),
)  # fmt: skip
