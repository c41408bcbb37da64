"""What changed for people: what they say and how they scored."""

from __future__ import annotations

from libcollab_metrics.metrics.catalog.fields import OF_MONEY
from libcollab_metrics.metrics.definition import Metric
from libcollab_metrics.metrics.recipes.outcomes import Agreement, PairedMean

OUTCOMES: tuple[Metric, ...] = (
    Metric(
        "outcome_agreement", "Agreement", "How many say that it helped them?", "share", "higher",
        "Practice of Project Outcome", "outcomes", Agreement(), OF_MONEY, ("measure", "occasion"),
        caveat="The interval covers chance only, not who chose to answer.", guards="n", personal=True,
        core=True, counts="answers",
    ),
    Metric(
        "mean_gain", "Average gain", "How much did the scores change?", "points", "higher",
        "Paired comparison, as in textbooks", "outcomes", PairedMean(), OF_MONEY, ("measure",),
        caveat="Change, not proof of cause: low scorers tend to rise anyway, and children grow.",
        guards="n", personal=True, core=True, counts="pairs",
    ),
)  # fmt: skip
