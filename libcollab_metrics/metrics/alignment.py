"""Every partner's mean and number of answers, statement by statement: all the dots behind a distance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import fmean

from libcollab_metrics.metrics.cells import Counts
from libcollab_metrics.metrics.definition import EVERYTHING
from libcollab_metrics.metrics.prepare import Prepared
from libcollab_metrics.metrics.recipes.perspectives import OF_PARTNER, Alignment, mean_answers
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS
from libcollab_metrics.model.scope import Scope


@dataclass(frozen=True)
class Dot:
    """One partner's mean rating of one statement, from 1 to 5, by `n` people."""

    item: str
    party: str
    mean: float
    n: int


def alignment_dots(dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date) -> tuple[Dot, ...]:
    """Return what the people of each partner think of each statement, in the order of statements and names.

    Only the scope's partners matter; a partner nobody of which rated a statement has no dot there. The same means
    as in `alignment_gap`, for the library's own screens.
    """
    counts = Counts(Prepared(dataset, as_of, scope, ""), Alignment().measures, "")
    cell = counts.cell(None)
    return tuple(
        Dot(item, party, fmean(means), len(means))
        for item in ALIGNMENT_ITEMS
        for party, means in mean_answers(cell, (item,), OF_PARTNER).items()
    )
