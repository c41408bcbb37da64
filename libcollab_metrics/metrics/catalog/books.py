"""What became of the books, from pledge to readers' hands."""

from __future__ import annotations

from libcollab_metrics.metrics.catalog.fields import OF_PROGRAMS
from libcollab_metrics.metrics.definition import Metric
from libcollab_metrics.metrics.recipes.outcomes import Funnel

BOOKS: tuple[Metric, ...] = (
    Metric(
        "books_at_stage", "Books at each stage", "How many books reached whom?", "books", "neutral",
        "Practice of book drives", "books", Funnel(), (*OF_PROGRAMS, "site"), ("stage",),
        caveat="Boxes are not converted unless somebody says how many books are in one.", core=True, counts="lots",
    ),
)  # fmt: skip
