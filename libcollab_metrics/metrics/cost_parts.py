"""What the cost of each level is made of: cash, gifts, hours, and how many lines of each have no price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from libcollab_metrics.metrics.cells import Counts
from libcollab_metrics.metrics.definition import EVERYTHING, Number
from libcollab_metrics.metrics.prepare import Prepared
from libcollab_metrics.metrics.recipes.cost import ADDED, LEVELS, TAKEN, Level, measures_at
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import Scope


@dataclass(frozen=True)
class CostPart:
    """One sort of cost at one level; `taken` says it is taken off. `amount` is None where no line has a value."""

    level: Level
    label: str
    amount: Number | None
    lines: int
    priced: int
    taken: bool = False


def cost_parts(dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date) -> tuple[CostPart, ...]:
    """Return the parts of the cost at every level that has lines of them, level by level.

    Parts of one level add up to `cost_cash`, `cost_library` or `cost_full`; parts of different levels are never
    added, for the same cash stands in two of them.
    """
    measures = [measure for level in LEVELS for measure in measures_at(level)]
    cell = Counts(Prepared(dataset, as_of, scope, ""), measures, "").cell(None)
    parts = [
        CostPart(level, amount.label, cell[amount], cell.count(lines.rows), cell.count(lines.priced), taken)
        for level in LEVELS
        for taken, sorts in ((False, ADDED[level]), (True, TAKEN[level]))
        for amount, lines in sorts
    ]
    return tuple(part for part in parts if part.lines)
