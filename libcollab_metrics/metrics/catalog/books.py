"""What became of the books, from pledge to readers' hands."""

from __future__ import annotations

from libcollab_metrics.metrics.catalog.cost import LEVELS
from libcollab_metrics.metrics.catalog.fields import OF_PROGRAMS
from libcollab_metrics.metrics.definition import Metric
from libcollab_metrics.metrics.recipes.books import (
    DaysOnTheWay,
    Funnel,
    LotAcceptance,
    StageYield,
)
from libcollab_metrics.metrics.recipes.places import BooksPerChild, LanguageOfBooks
from libcollab_metrics.metrics.recipes.unit_cost import BOOK, PerUnitCost

OF_LOTS = (*OF_PROGRAMS, "site")

BOOKS: tuple[Metric, ...] = (
    Metric(
        "books_at_stage", "Books at each stage", "How many books reached whom?", "books", "neutral",
        "Practice of book drives", "books", Funnel(), OF_LOTS, ("stage",),
        caveat="Boxes are not converted unless somebody says how many books are in one.", core=True, counts="lots",
    ),
    Metric(
        "stage_yield", "Yield of a stage", "What part of the books came through to this stage?", "share", "higher",
        "This project", "books", StageYield(), OF_LOTS, ("stage",),
        caveat="Over lots with both numbers; yields over different lots do not multiply.", counts="lots",
    ),
    Metric(
        "cost_per_book", "Cost per book received", "What did one book cost that arrived?", "money", "lower",
        "Practice of Books For Africa", "books", PerUnitCost(BOOK), OF_PROGRAMS, ("level",),
        caveat=f"{LEVELS}; over programs with both a cost and books received.", counts="books",
    ),
    Metric(
        "books_per_child", "Books per child at the sites", "How many books are there for a child?", "ratio", "band",
        "Book Aid International sends a box of 300 for up to 500 children", "books", BooksPerChild(), OF_LOTS,
        caveat="Over the sites whose population is known; books they had before are not in it.", counts="lots",
    ),
    Metric(
        "book_language_match", "Books in a language the site reads", "Can the books be read there?", "share", "higher",
        "Concept of book dumping", "books", LanguageOfBooks(), OF_LOTS,
        caveat="Books whose language or site's languages are not known are left out.", counts="books",
    ),
    Metric(
        "lot_acceptance", "Lots accepted", "How many of the lots sent were taken?", "share", "higher",
        "This project", "books", LotAcceptance(), OF_LOTS,
        caveat="Some places refuse educational goods; a lot of which nothing was received was not accepted.",
        counts="lots",
    ),
    Metric(
        "days_to_deliver", "Days on the way", "How long is a lot on the way?", "days", "lower",
        "This project", "books", DaysOnTheWay(), OF_LOTS,
        caveat="Half of the lots took longer. Lots still on the way are not in it, so this leans low.", counts="lots",
    ),
)  # fmt: skip
