"""Whether people heard a language they know."""

from __future__ import annotations

from libcollab_metrics.metrics.catalog.fields import OF_PEOPLE
from libcollab_metrics.metrics.definition import Metric
from libcollab_metrics.metrics.recipes.people import LanguageKnown, LanguageMatch

LANGUAGE: tuple[Metric, ...] = (
    Metric(
        "language_match_rate", "Heard in a language they know", "Can people follow the language?", "share", "higher",
        "Mother tongue column of DepEd School Form 1; formula of this project", "language", LanguageMatch(), OF_PEOPLE,
        caveat="A floor for children of several languages, and not a test of understanding.",
        guards="denominator", personal=True, core=True, counts="visits",
    ),
    Metric(
        "language_known_share", "Language coverage", "Of how many visits do we know both languages?", "share", "higher",
        "This project", "language", LanguageKnown(), OF_PEOPLE,
        caveat="The mother tongue of the person and the language of the session.", guards="numerator", counts="visits",
    ),
)  # fmt: skip
