"""Document formats: one renderer per format, and the companion files of a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType

from libcollab_metrics.document_kinds import DOCUMENT_FORMATS
from libcollab_metrics.localization import Language
from libcollab_metrics.reports.document import Document

Renderer = Callable[[Document, Language], bytes]

_MODULES = {fmt: import_module(f"{__name__}.to_{fmt}") for fmt in DOCUMENT_FORMATS}
#: Renderer of each format.
FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {fmt: getattr(module, f"to_{fmt}") for fmt, module in _MODULES.items()}
)


def render_companion_files(
    fmt: str, document: Document, language: Language, name: str
) -> tuple[tuple[str, bytes], ...]:
    """Return name and content of each companion file of a document.

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
        One (name, content) per file; empty for most formats.
    """
    if not DOCUMENT_FORMATS[fmt].has_companions:
        return ()
    files: tuple[tuple[str, bytes], ...] = _MODULES[fmt].companion_files(document, language, name)
    return files
