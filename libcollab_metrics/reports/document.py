"""A document before it has a format: blocks in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from libcollab_metrics.figures.chart import Chart
from libcollab_metrics.protection import PublicEvaluation


@dataclass(frozen=True)
class Heading:
    """A section's title; `level` 1 or 2 (the document's own title is not a block).

    `starts_page` asks for a page of its own where there are pages: the section is for another reader.
    """

    text: str
    level: int = 1
    starts_page: bool = False


@dataclass(frozen=True)
class Text:
    """One paragraph in plain words."""

    text: str


@dataclass(frozen=True)
class KeyFigure:
    """A number a stakeholder remembers: label, value as printed, the worked formula, coverage in words.

    `meaning` is its definition and source, for where there is room beside the page (a slide's notes).
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
    """A table with a title: headings, rows of printed text, which columns hold numbers, and small print below."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class ChartBlock:
    """One chart; `half` asks for half a page's width, beside the next half one.

    `meaning` holds the definition and source of each figure drawn, for where there is room beside the page.
    """

    chart: Chart
    half: bool = False
    meaning: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quote:
    """Words somebody wrote down and let go: a note or a quote as typed, and where it is from."""

    text: str
    source: str = ""


@dataclass(frozen=True)
class Callout:
    """Something the reader must not miss: a gap, a limit, a line to clear."""

    title: str
    text: str


@dataclass(frozen=True)
class Definition:
    """A metric's name and what it means, as printed at the end."""

    label: str
    text: str


@dataclass(frozen=True)
class Definitions:
    """The definitions of every metric the document shows."""

    items: tuple[Definition, ...]


Block = Heading | Text | KeyFigures | Grid | ChartBlock | Quote | Callout | Definitions


@dataclass(frozen=True)
class Letterhead:
    """Whose document it is: a picture (a PNG of `picture.as_logo`, empty for none) and one line to write to."""

    logo: bytes = b""
    contact: str = ""


#: A document that says nothing of whose it is.
NO_LETTERHEAD = Letterhead()


@dataclass(frozen=True)
class Document:
    """What a stakeholder keeps: a title, what it covers, its blocks, and its small print.

    `scope`, `coverage` and `issues` are one sentence each; `footer` names the definitions version, the date and the
    fingerprint of the data. `audience` is a key of `AUDIENCES`; `fingerprint` is the same in every format.
    `departures` counts by kind how what was read departs from the sheets; it stands in a workbook whoever it is for.
    `caution` is what nobody may read a number without; empty where there is no such thing.
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
        """What stands before the first heading, under no title, and each first-level heading with what follows it."""
        found: list[tuple[str, list[Block]]] = [("", [])]
        for block in self.blocks:
            if isinstance(block, Heading) and block.level == 1:
                found.append((block.text, []))
            else:
                found[-1][1].append(block)
        return tuple((title, tuple(blocks)) for title, blocks in found if title or blocks)
