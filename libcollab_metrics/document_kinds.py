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

#: Formats of documents with pages.
PAGE_FORMATS = ("pdf", "pptx", "xlsx", "html", "csv", "docx")


@dataclass(frozen=True)
class AudienceKind:
    """Audience of a document.

    Attributes
    ----------
    label : str
        Name of its document.
    description : str
        Description in at most 28 characters, for one line next to the label.
    default_format : str
        Key of `DOCUMENT_FORMATS`.
    texts : tuple of str
        Parts of the setting `documents` printed only in this document.
    formats : tuple of str
        Formats it is offered in, in display order; keys of `DOCUMENT_FORMATS`.
    """

    label: str
    description: str
    default_format: str = "pdf"
    texts: tuple[str, ...] = ()
    formats: tuple[str, ...] = PAGE_FORMATS


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
            "Sponsor report",
            "What one sponsor’s gift did",
            texts=("headline", "ask", "tiers", "reply_by"),
        ),
        "pitch": AudienceKind(
            "Sponsor pitch",
            "A request to someone new",
            texts=("headline", "need", "ask", "offers", "tiers", "reply_by"),
        ),
        "board": AudienceKind(
            "Board report",
            "Decisions, targets and risks",
            texts=("headline", "need", "ask"),
        ),
        "planning": AudienceKind(
            "Planning pack",
            "Next term, for your team",
        ),
        "school": AudienceKind(
            "School or partner letter",
            "Results of what they gave",
            texts=("reply_by",),
        ),
        "receipt": AudienceKind(
            "Receipt and packing list",
            "Books given and sent",
        ),
        "card": AudienceKind(
            "Share card",
            "One number for social media",
            "png",
            formats=("png",),
        ),
        "official": AudienceKind(
            "Official statistics",
            "Counts by age and format",
            "xlsx",
        ),
    }
)
#: Other names of an audience, accepted on the command line and in notebooks.
AUDIENCE_ALIASES: Mapping[str, str] = MappingProxyType({"partner": "school"})
#: Formats in display order.
DOCUMENT_FORMATS: Mapping[str, FormatKind] = MappingProxyType(
    {
        "pdf": FormatKind("PDF"),
        "pptx": FormatKind("Slides"),
        "xlsx": FormatKind("Excel"),
        "html": FormatKind("Web page"),
        "csv": FormatKind("CSV", has_companions=True),
        "docx": FormatKind("Word"),
        "png": FormatKind("Picture"),
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
