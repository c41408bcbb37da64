"""Format-independent document model: kinds of blocks, letterhead, title and small print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from libcollab_metrics.figures.chart import Chart
from libcollab_metrics.protection import PublicEvaluation
from libcollab_metrics.reports.brand import DEFAULT_BRAND, Brand


@dataclass(frozen=True)
class Heading:
    """Heading of a section, level 1 or 2; the document's title is not a block.

    `has_page_break` requests a new page in paged formats, for a section with another reader. With
    `may_share_page` it follows on the page before, without this heading, if that saves a page.
    """

    text: str
    level: int = 1
    has_page_break: bool = False
    may_share_page: bool = False


@dataclass(frozen=True)
class Text:
    """One paragraph of plain text; `is_small` is the strip about the numbers at the foot of its page."""

    text: str
    is_small: bool = False


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
    """A table with title, headings, rows of formatted text, numeric column indices and a note.

    `bold_columns` and `bold_rows` are the indices of those in bold; formats may ignore them. `is_form` is a
    table to fill in by hand: its empty cells need room on paper.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    note: str = ""
    bold_columns: tuple[int, ...] = ()
    bold_rows: tuple[int, ...] = ()
    is_form: bool = False


@dataclass(frozen=True)
class ChartBlock:
    """A chart; `is_half_width` requests half the page width, next to another half-width chart.

    `extra_height` is the points by which it is higher on a page with few other blocks, or lower if negative.
    `meaning` has the definition and source of each metric drawn, for formats with room for it.
    """

    chart: Chart
    is_half_width: bool = False
    extra_height: int = 0
    meaning: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quote:
    """A note or quote cleared for release, as typed, with its source."""

    text: str
    source: str = ""


@dataclass(frozen=True)
class Photo:
    """A photo with its caption, alternative text, and whose consent it has; `is_cover` is at the very top."""

    picture: bytes
    caption: str
    alt: str
    source: str = ""
    is_cover: bool = False


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


# Page one of the designed documents: the answer, three numbers, what came of a gift, and the request.


@dataclass(frozen=True)
class Lead:
    """The paragraph below the title; `opening` is printed in bold before it, and `source` on a line below it.

    Without a text it is a signature.
    """

    opening: str
    text: str
    source: str = ""


@dataclass(frozen=True)
class Hero:
    """One of at most four large numbers, with its unit and one short note."""

    value: str
    unit: str
    note: str = ""


@dataclass(frozen=True)
class Heroes:
    """The large numbers of page one."""

    heroes: tuple[Hero, ...]


@dataclass(frozen=True)
class GiftRow:
    """One part of a gift: the amount and its purpose, how it was used, and what came of it.

    `size` is the amount relative to the largest part, and `spent` the share of it that was spent; None draws
    no bar.
    """

    amount: str
    purpose: str
    use: str
    result: str
    detail: str = ""
    size: float = 1.0
    spent: float | None = None


@dataclass(frozen=True)
class GiftRows:
    """What a gift became: a row for each purpose, the sum, and a remark on what is not settled."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[GiftRow, ...]
    total: str
    remark: str = ""


@dataclass(frozen=True)
class GiftLevel:
    """An amount and what it pays for; `label` marks the one that is requested."""

    amount: str
    buys: str
    detail: str = ""
    label: str = ""


@dataclass(frozen=True)
class Request:
    """The request: title, reply date, reasons, and at most three amounts."""

    title: str
    text: str
    reply_by: str = ""
    levels: tuple[GiftLevel, ...] = ()


@dataclass(frozen=True)
class Columns:
    """Blocks next to each other; formats without columns print them in order."""

    columns: tuple[tuple[PlainBlock, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Counter:
    """A count with its symbol, label and note; `is_accented` for what needs attention."""

    symbol: str
    count: str
    label: str
    note: str = ""
    is_accented: bool = False


@dataclass(frozen=True)
class Counters:
    """A row of counts."""

    counters: tuple[Counter, ...]


@dataclass(frozen=True)
class Decision:
    """A question to decide, why it is asked, and the recommendation; empty for the reader to fill in."""

    question: str
    reason: str
    recommendation: str = ""


@dataclass(frozen=True)
class Decisions:
    """Questions numbered from `first`, with the answers to tick."""

    title: str
    recommended: str
    answers: tuple[str, ...]
    decisions: tuple[Decision, ...]
    first: int = 1


@dataclass(frozen=True)
class TargetBar:
    """A target and its result, drawn as a bar against a mark.

    `share` is the result relative to the target (1 at the mark); None draws no bar. `symbol` and `status` say
    in words what the bar shows. `is_floor` marks a result that may be higher.
    """

    program: str
    name: str
    aim: str
    result: str
    symbol: str
    status: str
    share: float | None = None
    is_floor: bool = False
    is_accented: bool = False


@dataclass(frozen=True)
class TargetBars:
    """Targets and results: title, key of the drawing, table headings, rows."""

    title: str
    key: str
    headings: tuple[str, ...]
    bars: tuple[TargetBar, ...]


@dataclass(frozen=True)
class Bar:
    """A named share of a whole with its value as text; `low` and `high` are its likely range.

    `is_rest` is a bar for everything that has no bar of its own.
    """

    name: str
    value: str
    share: float
    low: float | None = None
    high: float | None = None
    is_rest: bool = False


@dataclass(frozen=True)
class Bars:
    """A few bars with a finding as title, and a note below; `range_text` names the likely range."""

    title: str
    bars: tuple[Bar, ...]
    note: str = ""
    range_text: str = ""


@dataclass(frozen=True)
class Point:
    """One remark of a list: its symbol, a few words in bold, and a sentence."""

    symbol: str
    opening: str
    text: str


@dataclass(frozen=True)
class Points:
    """A short list of remarks with a title."""

    title: str
    points: tuple[Point, ...]
    is_accented: bool = False


@dataclass(frozen=True)
class Strip:
    """One tinted line of short parts, the first and the last in bold."""

    parts: tuple[str, ...]


@dataclass(frozen=True)
class ReplySlip:
    """A slip to cut off: title, hint, statements to tick, and fields to fill in."""

    title: str
    hint: str
    statements: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Pictogram:
    """One mark for each item of a count, with a line that says so; for pictures only."""

    count: int
    text: str


#: Blocks that may be part of `Columns`.
PlainBlock = (
    Heading
    | Text
    | KeyFigures
    | Grid
    | ChartBlock
    | Quote
    | Photo
    | Callout
    | Definitions
    | Lead
    | Heroes
    | GiftRows
    | Request
    | Counters
    | Decisions
    | TargetBars
    | Bars
    | Points
    | Strip
    | ReplySlip
)
Block = PlainBlock | Columns | Pictogram


# The same numbers on slides, and as tables of a workbook.

StorySlideKind = Literal["answer", "need", "proof", "money", "table", "request", "steps", "appendix"]


@dataclass(frozen=True)
class StorySlide:
    """One slide: a finding as title, the blocks that prove it, its source, and what to say.

    `kind` decides the layout; slides of the appendix follow those of the story.
    """

    kind: StorySlideKind
    title: str
    blocks: tuple[PlainBlock, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its name, what it contains, and its tables."""

    name: str
    text: str
    tables: tuple[Grid, ...]


@dataclass(frozen=True)
class Letterhead:
    """Letterhead: logo (PNG from `prepare_logo`, or empty), contact line, and name of the library."""

    logo: bytes = b""
    contact: str = ""
    library: str = ""


#: Letterhead of a document without logo and contact.
NO_LETTERHEAD = Letterhead()


@dataclass(frozen=True)
class Document:
    """A complete document: title, scope, blocks and small print.

    `scope`, `coverage` and `issues` are one sentence each. `footer` has the version of the definitions, the
    date and the fingerprint of the data. `audience` is a key of `AUDIENCES`; `fingerprint` is equal in all
    formats. `departures` counts the import issues by kind; every workbook made from
    the blocks includes it. `caution` is a warning
    without which no number may be read; empty where there is none.

    `period` and `addressee` are printed at the top right, `about` at the foot of page one: what was counted,
    what "+" means, and where the method is described. `brand` has the color and the paper. `method` has the
    definitions, for the end of a file or its properties where they are not a block: `is_one_page` documents.
    `is_letter` is a document of letters: one with the title as finding, or several, each with a level-1
    heading for the addressee and a level-2 heading for the finding. `story` and `sheets` are the slides and
    the sheets of a document that has its own; without them, both are made from the blocks.
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
    period: str = ""
    addressee: str = ""
    about: str = ""
    brand: Brand = DEFAULT_BRAND
    method: Definitions = Definitions(())
    is_one_page: bool = False
    is_letter: bool = False
    story: tuple[StorySlide, ...] = ()
    sheets: tuple[Sheet, ...] = ()

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
