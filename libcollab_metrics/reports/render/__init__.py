"""Document formats: one renderer per format, and the companion files of a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import MappingProxyType

from libcollab_metrics.localization import Language
from libcollab_metrics.reports.document import Document
from libcollab_metrics.reports.render.to_csv import (
    DATA_SUFFIX,
    csv_metadata,
    form_csv,
    render_companion_forms,
)
from libcollab_metrics.reports.render.to_csv import to_csv as render_csv
from libcollab_metrics.reports.render.to_docx import to_docx as render_docx
from libcollab_metrics.reports.render.to_html import to_html as render_html
from libcollab_metrics.reports.render.to_pdf import to_pdf as render_pdf
from libcollab_metrics.reports.render.to_pptx import to_pptx as render_pptx
from libcollab_metrics.reports.render.to_xlsx import to_xlsx as render_xlsx

Renderer = Callable[[Document, Language], bytes]
#: Audience for which the CSV is a form instead of one table with every number.
FORM_AUDIENCE = "official"


def _csv(document: Document, language: Language) -> bytes:
    return (
        form_csv(document, language) if document.audience == FORM_AUDIENCE else render_csv(document, language)
    )


FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {
        "pdf": render_pdf,
        "pptx": render_pptx,
        "xlsx": render_xlsx,
        "docx": render_docx,
        "html": render_html,
        "csv": _csv,
    }
)


def render_companion_files(
    fmt: str, document: Document, language: Language, name: str
) -> tuple[tuple[str, bytes], ...]:
    """Return name and content of each companion file of a document.

    A CSV table has its metadata file. The official form has its other forms, the table of all numbers, and
    the metadata of that table. Other formats have no companion files.

    Parameters
    ----------
    fmt : str
        Key of `FORMATS`.
    document : Document
        Document to render.
    language : Language
        Language of the text.
    name : str
        Name of the document's file.

    Returns
    -------
    tuple[tuple[str, bytes], ...]
        One (name, content) per file.
    """
    if fmt != "csv":
        return ()
    if document.audience != FORM_AUDIENCE:
        return (csv_metadata(document, language, name),)
    stem = PurePath(name).stem
    forms = [(f"{stem}-{form}.csv", data) for form, data in render_companion_forms(document, language)]
    return (*forms, csv_metadata(document, language, f"{stem}-{DATA_SUFFIX}.csv"))


def download_extension(fmt: str) -> str:
    """Return the extension of the download: of the file, or "zip" where it has companion files.

    Parameters
    ----------
    fmt : str
        Key of `FORMATS`.

    Returns
    -------
    str
        Extension without a dot.

    Examples
    --------
    >>> download_extension("pdf"), download_extension("csv")
    ('pdf', 'zip')
    """
    return "zip" if fmt == "csv" else fmt
