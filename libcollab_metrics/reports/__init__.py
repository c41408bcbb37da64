"""The only door out: from a dataset to a document somebody keeps.

`publish` evaluates everything a document needs, protects it together, and has it written; `content` says which
blocks each audience gets, `document` what a block is, and each `to_<format>` how it looks in that format. What is
written is made from public evaluations only, so no renderer can give away what `protection` hides.
"""

from __future__ import annotations

from libcollab_metrics.reports.held import lines_to_clear
from libcollab_metrics.reports.plan_document import publish_plan
from libcollab_metrics.reports.publish import (
    figure_csv,
    figure_png,
    figure_svg,
    public_chart,
    publish,
)
from libcollab_metrics.reports.releases import Published, Release

__all__ = [
    "Published",
    "Release",
    "figure_csv",
    "figure_png",
    "figure_svg",
    "lines_to_clear",
    "public_chart",
    "publish",
    "publish_plan",
]
