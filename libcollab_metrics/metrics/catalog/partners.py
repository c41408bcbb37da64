"""What each partner gives and receives, and how each side sees it."""

from __future__ import annotations

from libcollab_metrics.metrics.catalog.fields import OF_MONEY
from libcollab_metrics.metrics.definition import Metric
from libcollab_metrics.metrics.recipes.money import Balance

PARTNERS: tuple[Metric, ...] = (
    Metric(
        "give_take_balance", "Give-and-take balance", "Who gives more than they receive?", "balance", "band",
        "This project; concept of reciprocity", "partners", Balance(), OF_MONEY, ("party", "kind"),
        caveat="From −1 (only receives) to +1 (only gives); priced items only, and not a score of fairness.",
        core=True,
    ),
)  # fmt: skip
