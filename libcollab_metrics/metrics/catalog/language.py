"""Whether people heard a language they know."""

from __future__ import annotations

from libcollab_metrics.metrics.catalog.fields import OF_PEOPLE
from libcollab_metrics.metrics.definition import Metric
from libcollab_metrics.metrics.recipes.people import LanguageMatch

LANGUAGE: tuple[Metric, ...] = (
    Metric(
        "language_match_rate", "Heard in a language they know", "Can people follow the language?", "share", "higher",
        "Mother tongue column of DepEd School Form 1; formula of this project", "language", LanguageMatch(), OF_PEOPLE,
        caveat="A floor for children of several languages, and not a test of understanding.",
        guards="denominator", personal=True, core=True, counts="visits",
    ),
)  # fmt: skip
