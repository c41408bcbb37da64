"""Name of a metric, and what it counts, in the visitor's language."""

from __future__ import annotations

from libcollab_metrics.figures import metric_name
from libcollab_metrics.metrics import Metric
from pages.ui.translation import _, screen_language


def metric_label(metric: Metric) -> str:
    """Return the name of a metric."""
    return metric_name(metric, screen_language())


def about_metric(metric: Metric) -> str:
    """Return the question that a metric answers, and its caveat."""
    return f"{_(metric.question)} {screen_language().translate(metric.caveat, 'caveat')}".strip()
