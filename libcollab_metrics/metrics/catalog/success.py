"""What succeeded, by the criteria declared beforehand."""

from __future__ import annotations

from libcollab_metrics.metrics.catalog.fields import OF_PROGRAMS
from libcollab_metrics.metrics.definition import Metric
from libcollab_metrics.metrics.recipes.success import CriteriaRange, DeclaredFirst, ProjectRange

SUCCESS: tuple[Metric, ...] = (
    Metric(
        "criteria_met_rate", "Criteria met", "How many of the criteria we set beforehand are met?", "share", "higher",
        "This project", "success", CriteriaRange(), OF_PROGRAMS,
        caveat="A criterion that the records cannot decide yet stays open and widens the range.",
        core=True, counts="criteria",
    ),
    Metric(
        "project_success_rate", "Project success rate", "How many programs met all their criteria?", "share", "higher",
        "This project", "success", ProjectRange(), OF_PROGRAMS,
        caveat="One failed criterion settles a program; undecided ones are not dropped.", core=True,
    ),
    Metric(
        "declared_first_share", "Criteria declared before the first session", "Did we say first what success means?",
        "share", "higher", "This project", "success", DeclaredFirst(), OF_PROGRAMS,
        caveat="Criteria without a date of declaration are left out.", counts="dated-criteria",
    ),
)  # fmt: skip
