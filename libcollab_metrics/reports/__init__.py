"""Reports: build documents from a dataset, with protected numbers only.

`publish` evaluates everything a document needs, protects it jointly and renders it. `audiences` defines which
blocks each audience's document has, `document` the block types, and `render` the formats. Documents are built
from public evaluations only, so no renderer can disclose what `protection` hides.
"""

from __future__ import annotations

from libcollab_metrics.protection import (
    HiddenFigure,
    Left,
    Numbers,
    count_unnamed_givers,
    read_release_ledger,
    write_release_ledger,
)
from libcollab_metrics.reports.audiences import AUDIENCES
from libcollab_metrics.reports.audiences.board_decisions import list_recommendations
from libcollab_metrics.reports.changes import Change, Comparison, build_sent_document, compare_with_sent
from libcollab_metrics.reports.checklist import list_fixes
from libcollab_metrics.reports.collect import collect_report_data, programs_to_plan
from libcollab_metrics.reports.document_options import note_id, releasable_notes
from libcollab_metrics.reports.gifts import (
    SPONSOR_DOCUMENTS,
    recipient_scope,
    sponsor_names,
    unclear_cash_lines,
)
from libcollab_metrics.reports.publish import (
    Published,
    Release,
    figure_csv,
    figure_png,
    figure_svg,
    numbers_in_chart,
    preview_png,
    public_chart,
    publish,
    publish_plan,
)
from libcollab_metrics.reports.queue import rendering_slot
from libcollab_metrics.reports.render import FORMATS
from libcollab_metrics.reports.render.office import prepare_logo, prepare_photo
from libcollab_metrics.reports.report_data import ReportData, apply_document_options

__all__ = [
    "AUDIENCES",
    "FORMATS",
    "SPONSOR_DOCUMENTS",
    "Change",
    "Comparison",
    "HiddenFigure",
    "Left",
    "Numbers",
    "Published",
    "Release",
    "ReportData",
    "apply_document_options",
    "build_sent_document",
    "collect_report_data",
    "compare_with_sent",
    "count_unnamed_givers",
    "figure_csv",
    "figure_png",
    "figure_svg",
    "list_fixes",
    "list_recommendations",
    "note_id",
    "numbers_in_chart",
    "prepare_logo",
    "prepare_photo",
    "preview_png",
    "programs_to_plan",
    "public_chart",
    "publish",
    "publish_plan",
    "read_release_ledger",
    "recipient_scope",
    "releasable_notes",
    "rendering_slot",
    "sponsor_names",
    "unclear_cash_lines",
    "write_release_ledger",
]
