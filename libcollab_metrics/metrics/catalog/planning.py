"""What helps to plan: where the library stands among others of its size."""

from __future__ import annotations

from libcollab_metrics.metrics.definition import Metric
from libcollab_metrics.metrics.recipes.peers import PeerPosition
from libcollab_metrics.model.scope import PERIODS

PLANNING: tuple[Metric, ...] = (
    Metric(
        "peer_band", "Where attendance falls among US public libraries",
        "How does our average session compare with libraries of our size?", "share", "neutral",
        "IMLS Public Libraries Survey, fiscal year 2022, 8,468 libraries; computed by this project", "planning",
        PeerPosition(), PERIODS, ("peers",),
        caveat="Context, never a criterion: yearly averages of whole libraries of another country, not of single "
        "programs. More heads are not better by themselves.",
        guards="numerator", counts="libraries",
    ),
)  # fmt: skip
