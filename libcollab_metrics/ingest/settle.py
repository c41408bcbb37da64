"""What some layouts make of a proposed mapping once all their columns are seen together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from libcollab_metrics.ingest.delivery_columns import settle_deliveries
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.ledger_columns import settle_ledger
from libcollab_metrics.ingest.score_columns import settle_scores
from libcollab_metrics.ingest.status_column import settle_list
from libcollab_metrics.model.readings import Mapped

SETTLERS: Mapping[str, Callable[[Grid, Sequence[Mapped]], list[Mapped]]] = MappingProxyType(
    {
        "ledger": lambda grid, mapped: settle_ledger(grid.headings, mapped, grid.texts_under),
        "deliveries": lambda grid, mapped: settle_deliveries(grid.headings, mapped),
        "scores": settle_scores,
        "attendee_log": settle_list,
        "sign_in": settle_list,
    }
)


def settle(grid: Grid, mapped: Sequence[Mapped]) -> list[Mapped]:
    """Return the mapping as the layout of the table settles it; what was matched by hand always stands."""
    settler = SETTLERS.get(grid.layout)
    return list(mapped) if settler is None else settler(grid, mapped)
