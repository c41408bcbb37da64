"""Audiences and formats of documents: labels, descriptions, display order and default format.

An audience's sections are in `reports/audiences/<name>.py` as `AUDIENCE`, its title and subtitle in the
message catalog as `<name>-title` and `<name>-subtitle`. A format's writer is `to_<name>` in
`reports/render/to_<name>.py`, which may also have `companion_files`. The dashboard, the command line and the
settings read their choices from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class AudienceKind:
    """Audience of a document.

    Attributes
    ----------
    label : str
        Name of its document.
    description : str
        One-line description.
    default_format : str
        Key of `DOCUMENT_FORMATS`.
    texts : tuple of str
        Parts of the setting `documents` printed only in this document.
    """

    label: str
    description: str
    default_format: str = "pdf"
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormatKind:
    """File format of a document; its key is the file's suffix.

    Attributes
    ----------
    label : str
        Name of the format.
    has_companions : bool
        Whether other files belong to the document's file; a download is then a zip.
    """

    label: str
    has_companions: bool = False


#: Audiences in display order.
DOCUMENT_AUDIENCES: Mapping[str, AudienceKind] = MappingProxyType(
    {
        "sponsor": AudienceKind(
            "Sponsor pitch",
            "What came of it, what it cost and who bears which part, what you ask for and offer in return.",
            texts=("need", "ask", "offers", "tiers"),
        ),
        "board": AudienceKind(
            "Board report",
            "What was promised and what came of it, who was reached, what it cost, what is not known.",
            texts=("need", "ask"),
        ),
        "planning": AudienceKind(
            "Planning pack", "For your own team: everything needed to decide on the next term.", "xlsx"
        ),
        "school": AudienceKind(
            "School or partner page",
            "What you did together and what each side gave: a page for each partner chosen.",
        ),
        "official": AudienceKind(
            "Official statistics",
            "The counts by age and format that offices ask for, and the list of contributions.",
            "xlsx",
        ),
    }
)
#: Formats in display order.
DOCUMENT_FORMATS: Mapping[str, FormatKind] = MappingProxyType(
    {
        "pdf": FormatKind("PDF"),
        "pptx": FormatKind("Slides (PowerPoint)"),
        "xlsx": FormatKind("Workbook (Excel)"),
        "html": FormatKind("Web page"),
        "csv": FormatKind("Data (CSV)", has_companions=True),
        "docx": FormatKind("Text (Word)"),
    }
)


def download_extension(fmt: str) -> str:
    """Return the extension of the download: of the file, or "zip" where it has companion files.

    Parameters
    ----------
    fmt : str
        Key of `DOCUMENT_FORMATS`.

    Returns
    -------
    str
        Extension without a dot.

    Examples
    --------
    >>> download_extension("pdf"), download_extension("csv")
    ('pdf', 'zip')
    """
    return "zip" if DOCUMENT_FORMATS[fmt].has_companions else fmt


def audience_label(name: str) -> str:
    """Return the label of an audience's document; an unknown name (of a later version) is returned as is."""
    return DOCUMENT_AUDIENCES[name].label if name in DOCUMENT_AUDIENCES else name


def format_label(name: str) -> str:
    """Return the label of a format; an unknown name (of a later version) is returned as is."""
    return DOCUMENT_FORMATS[name].label if name in DOCUMENT_FORMATS else name
