"""Purposes and formats of documents with their labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from libcollab_metrics.reports import AUDIENCES, FORMATS


@dataclass(frozen=True)
class Purpose:
    """Purpose of a document.

    Attributes
    ----------
    label : str
        Name of the purpose.
    description : str
        One-line description.
    default_format : str
        Default format.
    texts : tuple of str
        Parts of the setting `documents` printed only in this document.
    """

    label: str
    description: str
    default_format: str = "pdf"
    texts: tuple[str, ...] = ()


PURPOSES: Mapping[str, Purpose] = {
    "sponsor": Purpose(
        "Sponsor pitch",
        "What came of it, what it cost and who bears which part, what you ask for and offer in return.",
        texts=("need", "ask", "offers", "tiers"),
    ),
    "board": Purpose(
        "Board report",
        "What was promised and what came of it, who was reached, what it cost, what is not known.",
        texts=("need", "ask"),
    ),
    "planning": Purpose(
        "Planning pack", "For your own team: everything needed to decide on the next term.", "xlsx"
    ),
    "school": Purpose(
        "School or partner page",
        "What you did together and what each side gave: a page for each partner chosen.",
    ),
    "official": Purpose(
        "Official statistics",
        "The counts by age and format that offices ask for, and the list of contributions.",
        "xlsx",
    ),
}
FORMAT_LABELS: Mapping[str, str] = {
    "pdf": "PDF",
    "pptx": "Slides (PowerPoint)",
    "xlsx": "Workbook (Excel)",
    "html": "Web page",
    "csv": "Data (CSV)",
    "docx": "Text (Word)",
}
LANGUAGE_LABELS: Mapping[str, str] = {"en": "English", "fil": "Filipino", "es": "Español"}


def purposes() -> tuple[str, ...]:
    """Return the purposes for which a document exists."""
    return tuple(name for name in PURPOSES if name in AUDIENCES)


def formats() -> tuple[str, ...]:
    """Return the formats for which a writer exists."""
    return tuple(name for name in FORMAT_LABELS if name in FORMATS)


def default_format(purpose: str) -> str:
    """Return the default format of a purpose."""
    return PURPOSES[purpose].default_format


def purpose_label(name: str) -> str:
    """Return the label of a purpose; an unknown one (of a later version) is returned as is."""
    return PURPOSES[name].label if name in PURPOSES else name


def format_label(name: str) -> str:
    """Return the label of a format; an unknown one (of a later version) is returned as is."""
    return FORMAT_LABELS.get(name, name)
