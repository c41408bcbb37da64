"""Every format a document can have: one renderer each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from libcollab_metrics.reports.document import Document
from libcollab_metrics.reports.to_csv import to_csv
from libcollab_metrics.reports.to_html import to_html
from libcollab_metrics.reports.to_pdf import to_pdf
from libcollab_metrics.reports.to_pptx import to_pptx
from libcollab_metrics.reports.to_xlsx import to_xlsx
from libcollab_metrics.wording import Language

Renderer = Callable[[Document, Language], bytes]

FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {"pdf": to_pdf, "pptx": to_pptx, "xlsx": to_xlsx, "html": to_html, "csv": to_csv}
)
