"""The only door out: from a dataset to a document somebody keeps.

`publish` evaluates everything a document needs, protects it together, and has it written; `content` says which
blocks each audience gets, `document` what a block is, and each `to_<format>` how it looks in that format. What is
written is made from public evaluations only, so no renderer can give away what `protection` hides.
"""

from __future__ import annotations

from libcollab_metrics.protection import HiddenFigure, Left, Numbers, read_ledger, unnamed_givers, written_ledger
from libcollab_metrics.reports.audiences import AUDIENCES
from libcollab_metrics.reports.changes import Change, Since, changes_since, sending_of
from libcollab_metrics.reports.formats import FORMATS, handed_over_as
from libcollab_metrics.reports.held import lines_to_clear
from libcollab_metrics.reports.material import Material, gather, with_wishes
from libcollab_metrics.reports.options import note_id, notes_to_choose, planned_for
from libcollab_metrics.reports.picture import as_logo
from libcollab_metrics.reports.plan_document import publish_plan
from libcollab_metrics.reports.publish import (
    figure_csv,
    figure_png,
    figure_svg,
    preview_png,
    public_chart,
    publish,
    told_by_chart,
)
from libcollab_metrics.reports.releases import Published, Release
from libcollab_metrics.reports.turns import document_turn

__all__ = [
    "AUDIENCES",
    "FORMATS",
    "Change",
    "HiddenFigure",
    "Left",
    "Material",
    "Numbers",
    "Published",
    "Release",
    "Since",
    "as_logo",
    "changes_since",
    "document_turn",
    "figure_csv",
    "figure_png",
    "figure_svg",
    "gather",
    "handed_over_as",
    "lines_to_clear",
    "note_id",
    "notes_to_choose",
    "planned_for",
    "preview_png",
    "public_chart",
    "publish",
    "publish_plan",
    "read_ledger",
    "sending_of",
    "told_by_chart",
    "unnamed_givers",
    "with_wishes",
    "written_ledger",
]
