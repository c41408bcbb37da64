"""Every figure the project can print, in reading order, each with its one definition; one file a family."""

from __future__ import annotations

from libcollab_metrics.metrics.catalog.attendance import ATTENDANCE, PICTURED_SESSIONS
from libcollab_metrics.metrics.catalog.books import BOOKS
from libcollab_metrics.metrics.catalog.cost import COST
from libcollab_metrics.metrics.catalog.language import LANGUAGE
from libcollab_metrics.metrics.catalog.outcomes import OUTCOMES, PICTURED_OUTCOMES
from libcollab_metrics.metrics.catalog.participation import PARTICIPATION
from libcollab_metrics.metrics.catalog.partners import PARTNERS
from libcollab_metrics.metrics.catalog.planning import PLANNING
from libcollab_metrics.metrics.catalog.staffing import STAFFING
from libcollab_metrics.metrics.catalog.success import SUCCESS
from libcollab_metrics.metrics.definition import Metric

CATALOG: tuple[Metric, ...] = (
    *ATTENDANCE, *PARTICIPATION, *SUCCESS, *OUTCOMES, *COST, *PARTNERS, *BOOKS, *LANGUAGE, *STAFFING, *PLANNING,
)  # fmt: skip
#: The figures documents are made of; the others are for the library's own screens and the command.
CORE: tuple[Metric, ...] = tuple(metric for metric in CATALOG if metric.core)
#: Tables behind pictures: no figures of their own, but counted, filtered and protected like them.
PICTURED: tuple[Metric, ...] = (*PICTURED_SESSIONS, *PICTURED_OUTCOMES)

__all__ = ["CATALOG", "CORE", "PICTURED"]
