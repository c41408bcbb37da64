"""Every format a document can have: one renderer each, and what belongs beside its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from libcollab_metrics.reports.csv_metadata import csv_metadata
from libcollab_metrics.reports.document import Document
from libcollab_metrics.reports.to_csv import to_csv
from libcollab_metrics.reports.to_html import to_html
from libcollab_metrics.reports.to_pdf import to_pdf
from libcollab_metrics.reports.to_pptx import to_pptx
from libcollab_metrics.reports.to_xlsx import to_xlsx
from libcollab_metrics.wording import Language

Renderer = Callable[[Document, Language], bytes]
#: Makes a file that belongs with another, given the other's name: its own name and its bytes.
Companion = Callable[[Document, Language, str], tuple[str, bytes]]

FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {"pdf": to_pdf, "pptx": to_pptx, "xlsx": to_xlsx, "html": to_html, "csv": to_csv}
)
#: What stands beside a file, by its format.
BESIDE: Mapping[str, tuple[Companion, ...]] = MappingProxyType({"csv": (csv_metadata,)})


def handed_over_as(fmt: str) -> str:
    """Return the ending of what `Published.as_one_file` gives: of the file, or "zip" where another belongs beside it.

    Examples
    --------
    >>> handed_over_as("pdf"), handed_over_as("csv")
    ('pdf', 'zip')
    """
    return "zip" if fmt in BESIDE else fmt
