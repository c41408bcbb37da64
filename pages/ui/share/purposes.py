"""What documents are for and what they can be written as, in the words the visitor chooses by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from libcollab_metrics.reports import AUDIENCES, FORMATS


@dataclass(frozen=True)
class Purpose:
    """One purpose: its name, what the document is in a line, its usual format, and the texts it prints.

    `texts` are parts of the setting `documents` that stand in this document and in no other by themselves.
    """

    label: str
    about: str
    usual: str = "pdf"
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
    "planning": Purpose("Planning pack", "For your own team: everything needed to decide on the next term.", "xlsx"),
    "school": Purpose(
        "School or partner page", "What you did together and what each side gave: a page for each partner chosen."
    ),
    "official": Purpose(
        "Official statistics", "The counts by age and format that offices ask for, and the list of contributions.",
        "xlsx",
    ),
}  # fmt: skip
FORMAT_LABELS: Mapping[str, str] = {
    "pdf": "PDF", "pptx": "Slides (PowerPoint)", "xlsx": "Workbook (Excel)", "html": "Web page", "csv": "Data (CSV)",
    "docx": "Text (Word)",
}  # fmt: skip
LANGUAGE_LABELS: Mapping[str, str] = {"en": "English", "fil": "Filipino", "es": "Español"}


def purposes() -> tuple[str, ...]:
    """Return the purposes there is a document for."""
    return tuple(name for name in PURPOSES if name in AUDIENCES)


def formats() -> tuple[str, ...]:
    """Return the formats there is a writer for."""
    return tuple(name for name in FORMAT_LABELS if name in FORMATS)


def usual_format(purpose: str) -> str:
    """Return the format most readers of such a document want."""
    return PURPOSES[purpose].usual


def purpose_label(name: str) -> str:
    """Return what a purpose is called; one of a later version by its own word."""
    return PURPOSES[name].label if name in PURPOSES else name


def format_label(name: str) -> str:
    """Return what a format is called; one of a later version by its own word."""
    return FORMAT_LABELS.get(name, name)
