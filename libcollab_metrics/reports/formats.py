"""Every format a document can have: one renderer each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from libcollab_metrics.reports.document import Document
from libcollab_metrics.reports.to_csv import to_csv
from libcollab_metrics.reports.to_forms_csv import form_csv, forms_beside
from libcollab_metrics.reports.to_html import to_html
from libcollab_metrics.reports.to_pdf import to_pdf
from libcollab_metrics.reports.to_pptx import to_pptx
from libcollab_metrics.reports.to_xlsx import to_xlsx
from libcollab_metrics.wording import Language

Renderer = Callable[[Document, Language], bytes]
#: The audience whose CSV is a form to fill in from, and not every number as one table.
FORMS = "official"


def _csv(document: Document, language: Language) -> bytes:
    return form_csv(document, language) if document.audience == FORMS else to_csv(document, language)


def files_beside(fmt: str, document: Document, language: Language) -> tuple[tuple[str, bytes], ...]:
    """Return the files that belong with a document in this format, each by what its name adds and its bytes."""
    if fmt == "csv" and document.audience == FORMS:
        return tuple((f"-{name}.csv", data) for name, data in forms_beside(document, language))
    return ()


FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {"pdf": to_pdf, "pptx": to_pptx, "xlsx": to_xlsx, "html": to_html, "csv": _csv}
)
