"""Which assumptions move a social return most: what the page shows beside the range."""

from __future__ import annotations

from datetime import date

from libcollab_metrics.metrics.evaluate import evaluate
from libcollab_metrics.metrics.recipes.social import Swing, swings
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.social_return import read_social_return


def social_return_swings(dataset: Dataset, *, as_of: date) -> tuple[Swing, ...]:
    """Return the assumptions of the setting `sroi`, the one that moves the return most first.

    Each is moved from its low to its high while all others stand in the middle, over the full cost of everything
    recorded. Empty where there is no such setting or no cost.
    """
    social = read_social_return(dataset.settings.sroi)
    (cost,) = evaluate(dataset, metrics=["cost_full"], as_of=as_of).values
    return swings(social, cost.value) if social is not None and cost.value else ()
