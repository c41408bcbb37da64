"""The layouts of our slides as data: which places each has, where they stand, and how words in them look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from libcollab_metrics.reports.fit import Level, Room

#: A slide in inches, and where its words begin and end.
WIDTH, HEIGHT = 13.333, 7.5
LEFT, RIGHT = 0.75, 12.583
FULL = RIGHT - LEFT
#: Numbers of the places that every slide may have, and of the first of several alike.
TITLE, BODY, FOOTER, NUMBER, SECTION, CONTACT = 0, 1, 11, 12, 13, 14
PICTURED, FINDING, CAPTION, CARD, COLUMN, LEAD, TAIL = 21, 41, 31, 51, 61, 71, 72
#: Key figures beside each other on one slide.
MOST_CARDS = 4


@dataclass(frozen=True)
class Place:
    """A placeholder: its kind and number in the file, its name for those who listen, its box in inches.

    `ground` fills it with the pale colour and keeps the words `inset` inches from its edges.
    """

    kind: str
    idx: int
    name: str
    left: float
    top: float
    width: float
    height: float
    levels: tuple[Level, ...] = (Level(12),)
    anchor: str = "t"
    ground: bool = False
    inset: float = 0.0

    @property
    def room(self) -> Room:
        """The box its words have."""
        return Room(self.width - 2 * self.inset, self.height - 2 * self.inset, self.levels)


@dataclass(frozen=True)
class Mark:
    """A coloured rectangle that only decorates: its box in inches and its colour in the theme."""

    left: float
    top: float
    width: float
    height: float
    colour: str = "accent1"


@dataclass(frozen=True)
class Layout:
    """A kind of slide: its places and what decorates it."""

    name: str
    places: tuple[Place, ...]
    marks: tuple[Mark, ...] = ()

    def place(self, idx: int) -> Place:
        """The place with this number."""
        return next(place for place in self.places if place.idx == idx)

    def has(self, idx: int) -> bool:
        """True where the layout has a place with this number."""
        return any(place.idx == idx for place in self.places)


_QUIET = Level(11, "tx2")
_FOOT = Place("ftr", FOOTER, "Footer", LEFT, 6.93, 10.7, 0.4, (Level(10, "tx2"),), "ctr")
_PAGE = Place("sldNum", NUMBER, "Slide number", 11.583, 6.93, 1.0, 0.4, (Level(10, "tx2"),), "ctr")
_SECTION = Place("body", SECTION, "Section", LEFT, 0.42, FULL, 0.3, (Level(12, "accent1", bold=True),), "b")
_TITLE = Place("title", TITLE, "Title", LEFT, 0.76, FULL, 1.04, (Level(28, bold=True),))
_BAR = Mark(LEFT, 0, 0.9, 0.1)
_FRAME = (_TITLE, _SECTION, _FOOT, _PAGE)
#: A lower title, for slides that need the room.
_TIGHT = (replace(_TITLE, height=0.8), *_FRAME[1:])
_SPOKEN = (Level(18, before=8), Level(18, bold=True, before=8))
_SAID = (Level(16, before=6), Level(16, bold=True, before=6))
_CHART_LEFT, _HALF = (LEFT, 6.867), 5.717
_CARD, _COLUMN = (FULL - 3 * 0.28) / 4, (FULL - 2 * 0.4) / 3
_CARD_LEVELS = (Level(14, bold=True), Level(32, "accent1", bold=True, before=8), Level(12, "tx2", before=10))
_DEFINED = (Level(13, bold=True, before=9), Level(13, "tx2", before=1))

OPENING = Layout(
    "Opening",
    (
        Place("ctrTitle", TITLE, "Title", 1.2, 1.7, 10.4, 2.1, (Level(48, bold=True),), "b"),
        Place("subTitle", BODY, "Subtitle", 1.2, 3.95, 10.4, 0.6, (Level(22, "accent1"),)),
        Place("body", SECTION, "What it covers", 1.2, 4.8, 10.4, 1.55, (Level(14, "tx2", before=4),)),
        Place("body", CONTACT, "Whom to write to", 1.2, 6.45, 10.4, 0.36, (Level(13),), "ctr"),
        Place("ftr", FOOTER, "Footer", 1.2, 6.93, 10.4, 0.4, (Level(10, "tx2"),), "ctr"),
    ),
    (Mark(0, 0, 0.45, HEIGHT),),
)
WORDS = Layout(
    "Words",
    (*_FRAME, Place("body", BODY, "Text", LEFT, 1.9, 10.9, 4.1, (Level(32, before=16, least=18),), "ctr")),
    (_BAR,),
)
QUOTE = Layout(
    "Quote",
    (*_FRAME, Place("body", BODY, "Quote", 1.35, 2.1, 10.2, 4.4,
                    (Level(26, italic=True, before=22, least=18), Level(14, "tx2", before=8)))),
    (_BAR, Mark(LEFT, 2.1, 0.06, 4.4)),
)  # fmt: skip
CALLOUT = Layout(
    "What must not be missed",
    (
        *_FRAME,
        Place("body", BODY, "Text", LEFT, 2.0, FULL, 4.6, (Level(20, before=12, least=14),), ground=True, inset=0.35),
    ),
    (_BAR,),
)
FIGURES = Layout(
    "Key figures",
    (
        *_FRAME,
        *(Place("body", CARD + i, f"Key figure {i + 1}", LEFT + i * (_CARD + 0.28), 2.1, _CARD, 4.2, _CARD_LEVELS,
                ground=True, inset=0.24) for i in range(MOST_CARDS)),
    ),
    (_BAR,),
)  # fmt: skip
CHART = Layout(
    "Chart",
    (
        *_TIGHT,
        Place("body", LEAD, "Words over the chart", LEFT, 1.58, FULL, 0.3, _SAID),
        Place("chart", PICTURED, "Chart", LEFT, 1.9, FULL, 4.15),
        Place("body", CAPTION, "Caption", LEFT, 6.15, FULL, 0.68, (_QUIET,)),
    ),
    (_BAR,),
)
CHARTS = Layout(
    "Two charts",
    (
        *_TIGHT,
        Place("body", LEAD, "Words over the charts", LEFT, 1.36, FULL, 0.22, _SAID),
        *(place for i, left in enumerate(_CHART_LEFT) for place in (
            Place("body", FINDING + i, f"Finding {i + 1}", left, 1.6, _HALF, 0.86, (Level(16, bold=True),)),
            Place("chart", PICTURED + i, f"Chart {i + 1}", left, 2.55, _HALF, 3.45),
            Place("body", CAPTION + i, f"Caption {i + 1}", left, 6.06, _HALF, 0.78, (Level(10, "tx2"),)),
        )),
    ),
    (_BAR,),
)  # fmt: skip
TABLE = Layout(
    "Table",
    (
        *_FRAME,
        Place("tbl", PICTURED, "Table", LEFT, 1.9, FULL, 4.3),
        Place("body", CAPTION, "Note", LEFT, 6.3, FULL, 0.53, (_QUIET,)),
    ),
    (_BAR,),
)
TOGETHER = Layout(
    "Several things",
    (
        *_TIGHT,
        Place("body", LEAD, "Words above", LEFT, 1.75, FULL, 0.6, _SPOKEN),
        *(place for i, left in enumerate(_CHART_LEFT) for place in (
            Place("body", FINDING + i, f"Title of table {i + 1}", left, 2.45, _HALF, 0.4, (Level(16, bold=True),)),
            Place("tbl", PICTURED + i, f"Table {i + 1}", left, 2.9, _HALF, 1.3),
            Place("body", CAPTION + i, f"Note {i + 1}", left, 4.25, _HALF, 0.4, (_QUIET,)),
        )),
        *(Place("body", CARD + i, f"Key figure {i + 1}", LEFT + i * (_CARD + 0.28), 4.75, _CARD, 1.35, _CARD_LEVELS,
                ground=True, inset=0.24) for i in range(MOST_CARDS)),
        Place("body", TAIL, "Words below", LEFT, 6.2, FULL, 0.55, _SPOKEN),
    ),
    (_BAR,),
)  # fmt: skip
DEFINITIONS = Layout(
    "Definitions",
    (
        *_TIGHT,
        *(Place("body", COLUMN + i, f"Definitions {i + 1}", LEFT + i * (_COLUMN + 0.4), 1.6, _COLUMN, 5.15, _DEFINED)
          for i in range(3)),
    ),
    (_BAR,),
)  # fmt: skip
LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        layout.name: layout
        for layout in (OPENING, WORDS, QUOTE, CALLOUT, FIGURES, CHART, CHARTS, TABLE, TOGETHER, DEFINITIONS)
    }
)
