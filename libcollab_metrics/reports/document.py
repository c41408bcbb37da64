"""Format-independent document model: kinds of blocks, letterhead, title and small print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from libcollab_metrics.figures.chart import Chart
from libcollab_metrics.protection import PublicEvaluation


@dataclass(frozen=True)
class Heading:
    """Heading of a section, level 1 or 2; the document's title is not a block.

    `has_page_break` requests a new page in paged formats, for a section with another reader.
    """

    text: str
    level: int = 1
    has_page_break: bool = False


@dataclass(frozen=True)
class Text:
    """One paragraph of plain text."""

    text: str


@dataclass(frozen=True)
class KeyFigure:
    """A headline number: label, value as printed, worked formula, coverage as text.

    `meaning` is its definition and source, for formats with room for it (notes of a slide).
    """

    label: str
    value: str
    worked: str
    qualifier: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class KeyFigures:
    """A row of key figures."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Grid:
    """A table with title, headings, rows of formatted text, numeric column indices and a note."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class ChartBlock:
    """A chart; `is_half_width` requests half the page width, next to another half-width chart.

    `meaning` has the definition and source of each metric drawn, for formats with room for it.
    """

    chart: Chart
    is_half_width: bool = False
    meaning: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quote:
    """A note or quote cleared for release, as typed, with its source."""

    text: str
    source: str = ""


@dataclass(frozen=True)
class Callout:
    """A highlighted box: a gap, a limitation, a line to clear."""

    title: str
    text: str


@dataclass(frozen=True)
class Definition:
    """Name and definition of a metric, as printed at the end."""

    label: str
    text: str


@dataclass(frozen=True)
class Definitions:
    """Definitions of all metrics in the document."""

    items: tuple[Definition, ...]


Block = Heading | Text | KeyFigures | Grid | ChartBlock | Quote | Callout | Definitions


@dataclass(frozen=True)
class Letterhead:
    """Letterhead of a document: logo (PNG from `prepare_logo`, or empty) and a contact line."""

    logo: bytes = b""
    contact: str = ""


#: Letterhead of a document without logo and contact.
NO_LETTERHEAD = Letterhead()


@dataclass(frozen=True)
class Document:
    """A complete document: title, scope, blocks and small print.

    `scope`, `coverage` and `issues` are one sentence each. `footer` has the version of the definitions, the
    date and the fingerprint of the data. `audience` is a key of `AUDIENCES`; `fingerprint` is equal in all
    formats. `departures` counts the import issues by kind; every workbook includes it. `caution` is a warning
    without which no number may be read; empty where there is none.
    """

    title: str
    subtitle: str
    scope: str
    coverage: str
    issues: str
    blocks: tuple[Block, ...]
    footer: str
    language: str
    generated_at: datetime
    evaluations: tuple[PublicEvaluation, ...] = ()
    letterhead: Letterhead = NO_LETTERHEAD
    departures: Grid | None = None
    audience: str = ""
    fingerprint: str = ""
    caution: str = ""

    @property
    def topics(self) -> tuple[tuple[str, tuple[Block, ...]], ...]:
        """Blocks grouped by level-1 heading; blocks before the first heading have an empty title."""
        topics: list[tuple[str, list[Block]]] = [("", [])]
        for block in self.blocks:
            if isinstance(block, Heading) and block.level == 1:
                topics.append((block.text, []))
            else:
                topics[-1][1].append(block)
        return tuple((title, tuple(blocks)) for title, blocks in topics if title or blocks)
