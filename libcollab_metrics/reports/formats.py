"""Every format a document can have: one renderer each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from libcollab_metrics.reports.document import Document
from libcollab_metrics.reports.to_csv import to_csv
from libcollab_metrics.reports.to_docx import to_docx
from libcollab_metrics.reports.to_pdf import to_pdf
from libcollab_metrics.reports.to_pptx import to_pptx
from libcollab_metrics.reports.to_xlsx import to_xlsx
from libcollab_metrics.wording import Language

Renderer = Callable[[Document, Language], bytes]

FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {"pdf": to_pdf, "xlsx": to_xlsx, "pptx": to_pptx, "docx": to_docx, "csv": to_csv}
)
