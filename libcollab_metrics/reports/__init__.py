"""Reports: build documents from a dataset, with protected numbers only.

`publish` evaluates everything a document needs, protects it jointly and renders it. `audiences` defines which
blocks each audience's document has, `document` the block types, and `render` the formats. Documents are built
from public evaluations only, so no renderer can disclose what `protection` hides.
"""

from __future__ import annotations

from libcollab_metrics.protection import HiddenFigure, Left, Numbers, read_ledger, unnamed_givers, written_ledger
from libcollab_metrics.reports.audiences import AUDIENCES
from libcollab_metrics.reports.changes import Change, Since, changes_since, sending_of
from libcollab_metrics.reports.publish import (
    Published,
    Release,
    figure_csv,
    figure_png,
    figure_svg,
    lines_to_clear,
    preview_png,
    public_chart,
    publish,
    publish_plan,
    told_by_chart,
)
from libcollab_metrics.reports.queue import document_turn
from libcollab_metrics.reports.render import FORMATS, handed_over_as
from libcollab_metrics.reports.render.office import prepare_logo
from libcollab_metrics.reports.report_data import (
    ReportData,
    collect_report_data,
    note_id,
    notes_to_choose,
    planned_for,
    with_document_options,
)

__all__ = [
    "AUDIENCES",
    "FORMATS",
    "Change",
    "HiddenFigure",
    "Left",
    "Numbers",
    "Published",
    "Release",
    "ReportData",
    "Since",
    "changes_since",
    "collect_report_data",
    "document_turn",
    "figure_csv",
    "figure_png",
    "figure_svg",
    "handed_over_as",
    "lines_to_clear",
    "note_id",
    "notes_to_choose",
    "planned_for",
    "prepare_logo",
    "preview_png",
    "public_chart",
    "publish",
    "publish_plan",
    "read_ledger",
    "sending_of",
    "told_by_chart",
    "unnamed_givers",
    "with_document_options",
    "written_ledger",
]
