"""Layouts of slides: slide size, placeholders with their boxes and font sizes, and decoration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from libcollab_metrics.reports.render.text import Level, Room

#: Slide size in inches, and the left and right edges of its text.
WIDTH, HEIGHT = 13.333, 7.5
LEFT, RIGHT = 0.75, 12.583
FULL = RIGHT - LEFT
#: Placeholder numbers: unique ones, then the first of several of the same type.
TITLE, BODY, FOOTER, NUMBER, SECTION, CONTACT = 0, 1, 11, 12, 13, 14
CONTENT, FINDING, CAPTION, CARD, COLUMN, LEAD, TAIL = 21, 41, 31, 51, 61, 71, 72
#: Maximum number of key figures on one slide.
MAX_CARDS = 4


@dataclass(frozen=True)
class Placeholder:
    """A placeholder: type and number in the file, name for screen readers, box in inches.

    `has_background` adds a background and keeps text `inset` inches from its edges; `fill` and `outline` are
    theme colors.
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
    has_background: bool = False
    inset: float = 0.0
    fill: str = ""
    outline: str = ""
    align: str = "l"

    @property
    def room(self) -> Room:
        """Box available to its text."""
        return Room(self.width - 2 * self.inset, self.height - 2 * self.inset, self.levels)


@dataclass(frozen=True)
class Decoration:
    """A decorative colored rectangle: box in inches, theme color, and share of it on white."""

    left: float
    top: float
    width: float
    height: float
    colour: str = "accent1"
    share: float = 1.0


@dataclass(frozen=True)
class Layout:
    """A slide layout: placeholders and decoration."""

    name: str
    places: tuple[Placeholder, ...]
    marks: tuple[Decoration, ...] = ()

    def placeholder(self, idx: int) -> Placeholder:
        """Return the placeholder with this number."""
        return next(candidate for candidate in self.places if candidate.idx == idx)

    def has_placeholder(self, idx: int) -> bool:
        """Return whether the layout has a placeholder with this number."""
        return any(candidate.idx == idx for candidate in self.places)


_QUIET = Level(11, "tx2")
_FOOT = Placeholder("ftr", FOOTER, "Footer", LEFT, 6.93, 10.7, 0.4, (Level(10, "tx2"),), "ctr")
_PAGE = Placeholder("sldNum", NUMBER, "Slide number", 11.583, 6.93, 1.0, 0.4, (Level(10, "tx2"),), "ctr")
_SECTION = Placeholder(
    "body", SECTION, "Section", LEFT, 0.42, FULL, 0.3, (Level(12, "accent1", bold=True),), "b"
)
_TITLE = Placeholder("title", TITLE, "Title", LEFT, 0.76, FULL, 1.04, (Level(28, bold=True),))
_BAR = Decoration(LEFT, 0, 0.9, 0.1)
_FRAME = (_TITLE, _SECTION, _FOOT, _PAGE)
#: Frame with a lower title, for slides that need the space.
_COMPACT_FRAME = (replace(_TITLE, height=0.8), *_FRAME[1:])
_LARGE_TEXT_LEVELS = (Level(18, before=8), Level(18, bold=True, before=8))
_SMALL_TEXT_LEVELS = (Level(16, before=6), Level(16, bold=True, before=6))
_CHART_LEFT, _HALF = (LEFT, 6.867), 5.717
_CARD, _COLUMN = (FULL - 3 * 0.28) / 4, (FULL - 2 * 0.4) / 3
_CARD_LEVELS = (Level(14, bold=True), Level(32, "accent1", bold=True, before=8), Level(12, "tx2", before=10))
_DEFINITION_LEVELS = (Level(13, bold=True, before=9), Level(13, "tx2", before=1))
_POINT_LEVELS = (
    Level(20, "accent1", bold=True, before=14),
    Level(18, bold=True, before=6),
    Level(18, before=4),
)

OPENING = Layout(
    "Opening",
    (
        Placeholder("ctrTitle", TITLE, "Title", 1.2, 1.7, 10.4, 2.1, (Level(48, bold=True),), "b"),
        Placeholder("subTitle", BODY, "Subtitle", 1.2, 3.95, 10.4, 0.6, (Level(22, "accent1"),)),
        Placeholder("body", SECTION, "What it covers", 1.2, 4.8, 10.4, 1.55, (Level(14, "tx2", before=4),)),
        Placeholder("body", CONTACT, "Contact", 1.2, 6.45, 10.4, 0.36, (Level(13),), "ctr"),
        Placeholder("ftr", FOOTER, "Footer", 1.2, 6.93, 10.4, 0.4, (Level(10, "tx2"),), "ctr"),
    ),
    (Decoration(0, 0, 0.45, HEIGHT),),
)
TEXT = Layout(
    "Words",
    (
        *_FRAME,
        Placeholder(
            "body", BODY, "Text", LEFT, 1.9, 10.9, 4.1, (Level(32, before=16, min_points=18),), "ctr"
        ),
    ),
    (_BAR,),
)
QUOTE = Layout(
    "Quote",
    (
        *_FRAME,
        Placeholder(
            "body",
            BODY,
            "Quote",
            1.35,
            2.1,
            10.2,
            4.4,
            (Level(26, italic=True, before=22, min_points=18), Level(14, "tx2", before=8)),
        ),
    ),
    (_BAR, Decoration(LEFT, 2.1, 0.06, 4.4)),
)
CALLOUT = Layout(
    "What must not be missed",
    (
        *_FRAME,
        Placeholder(
            "body",
            BODY,
            "Text",
            LEFT,
            2.0,
            FULL,
            4.6,
            (Level(20, before=12, min_points=14),),
            has_background=True,
            inset=0.35,
        ),
    ),
    (_BAR,),
)
FIGURES = Layout(
    "Key figures",
    (
        *_FRAME,
        *(
            Placeholder(
                "body",
                CARD + i,
                f"Key figure {i + 1}",
                LEFT + i * (_CARD + 0.28),
                2.1,
                _CARD,
                4.2,
                _CARD_LEVELS,
                has_background=True,
                inset=0.24,
            )
            for i in range(MAX_CARDS)
        ),
    ),
    (_BAR,),
)
CHART = Layout(
    "Chart",
    (
        *_COMPACT_FRAME,
        Placeholder("body", LEAD, "Words over the chart", LEFT, 1.58, FULL, 0.3, _SMALL_TEXT_LEVELS),
        Placeholder("chart", CONTENT, "Chart", LEFT, 1.9, FULL, 4.15),
        Placeholder("body", CAPTION, "Caption", LEFT, 6.15, FULL, 0.68, (_QUIET,)),
    ),
    (_BAR,),
)
CHARTS = Layout(
    "Two charts",
    (
        *_COMPACT_FRAME,
        Placeholder("body", LEAD, "Words over the charts", LEFT, 1.36, FULL, 0.22, _SMALL_TEXT_LEVELS),
        *(
            place
            for i, left in enumerate(_CHART_LEFT)
            for place in (
                Placeholder(
                    "body", FINDING + i, f"Finding {i + 1}", left, 1.6, _HALF, 0.86, (Level(16, bold=True),)
                ),
                Placeholder("chart", CONTENT + i, f"Chart {i + 1}", left, 2.55, _HALF, 3.45),
                Placeholder(
                    "body", CAPTION + i, f"Caption {i + 1}", left, 6.06, _HALF, 0.78, (Level(10, "tx2"),)
                ),
            )
        ),
    ),
    (_BAR,),
)
TABLE = Layout(
    "Table",
    (
        *_FRAME,
        Placeholder("tbl", CONTENT, "Table", LEFT, 1.9, FULL, 4.3),
        Placeholder("body", CAPTION, "Note", LEFT, 6.3, FULL, 0.53, (_QUIET,)),
    ),
    (_BAR,),
)
COMBINED = Layout(
    "Several things",
    (
        *_COMPACT_FRAME,
        Placeholder("body", LEAD, "Words above", LEFT, 1.75, FULL, 0.6, _LARGE_TEXT_LEVELS),
        *(
            place
            for i, left in enumerate(_CHART_LEFT)
            for place in (
                Placeholder(
                    "body",
                    FINDING + i,
                    f"Title of table {i + 1}",
                    left,
                    2.45,
                    _HALF,
                    0.4,
                    (Level(16, bold=True),),
                ),
                Placeholder("tbl", CONTENT + i, f"Table {i + 1}", left, 2.9, _HALF, 1.3),
                Placeholder("body", CAPTION + i, f"Note {i + 1}", left, 4.25, _HALF, 0.4, (_QUIET,)),
            )
        ),
        *(
            Placeholder(
                "body",
                CARD + i,
                f"Key figure {i + 1}",
                LEFT + i * (_CARD + 0.28),
                4.75,
                _CARD,
                1.35,
                _CARD_LEVELS,
                has_background=True,
                inset=0.24,
            )
            for i in range(MAX_CARDS)
        ),
        Placeholder("body", TAIL, "Words below", LEFT, 6.2, FULL, 0.55, _LARGE_TEXT_LEVELS),
    ),
    (_BAR,),
)
DEFINITIONS = Layout(
    "Definitions",
    (
        *_COMPACT_FRAME,
        *(
            Placeholder(
                "body",
                COLUMN + i,
                f"Definitions {i + 1}",
                LEFT + i * (_COLUMN + 0.4),
                1.6,
                _COLUMN,
                5.15,
                _DEFINITION_LEVELS,
            )
            for i in range(3)
        ),
    ),
    (_BAR,),
)
#: Remarks next to each other: a heading, a few words in bold, and a sentence.
POINTS = Layout(
    "Points",
    (
        *_FRAME,
        *(
            Placeholder(
                "body",
                COLUMN + i,
                f"Points {i + 1}",
                LEFT + i * (_COLUMN + 0.4),
                2.1,
                _COLUMN,
                4.6,
                _POINT_LEVELS,
            )
            for i in range(3)
        ),
    ),
    (_BAR,),
)


def _shelf() -> tuple[Decoration, ...]:
    """Draw a shelf of books across the slide, of mixed widths, heights and shades."""
    books: list[Decoration] = []
    left, number = 0.0, 0
    while left < WIDTH - 0.12:
        wide = min((0.22, 0.14, 0.3, 0.18, 0.26, 0.16, 0.2)[number % 7], WIDTH - left)
        high = (1.15, 0.95, 1.28, 1.05, 1.22, 0.88, 1.1, 1.3, 0.98, 1.18, 1.02)[number % 11]
        share = (1.0, 0.35, 0.18, 0.35, 1.0, 0.18, 0.35, 0.18)[number % 8]
        books.append(Decoration(left, SHELF - high, wide, high, share=share))
        left, number = left + wide + 0.03, number + 1
    return (*books, Decoration(0, SHELF, WIDTH, 0.05))


#: Inches from the top to the shelf of the opening slide.
SHELF = 6.75
_STORY_TITLE = replace(_TITLE, top=0.62, height=1.0)
_STORY_FRAME = (_STORY_TITLE, _FOOT, _PAGE)
_STORY_CAPTION = Placeholder(
    "body", CAPTION, "Caption", LEFT, 6.2, FULL, 0.6, (Level(13, "tx2", min_points=13),)
)
_THIRD = (FULL - 2 * 0.3) / 3
_LEVEL_LEVELS = (
    Level(13, bold=True, min_points=13),
    Level(30, bold=True, before=2, min_points=20),
    Level(17, bold=True, before=6, min_points=13),
    Level(14, before=4, min_points=13),
)
ANSWER = Layout(
    "Answer",
    (
        Placeholder(
            "body", SECTION, "Library", LEFT, 0.5, 5.6, 0.5, (Level(18, "accent1", bold=True),), "ctr"
        ),
        Placeholder(
            "body", CONTACT, "Audience", 6.6, 0.42, RIGHT - 6.6, 0.66, (Level(14, "tx2"),), "ctr", align="r"
        ),
        Placeholder("title", TITLE, "Title", LEFT, 1.3, FULL, 1.6, (Level(38, bold=True, min_points=28),)),
        *(
            Placeholder(
                "body",
                CARD + i,
                f"Number {i + 1}",
                LEFT + i * (_THIRD + 0.3),
                3.1,
                _THIRD,
                2.2,
                (
                    Level(48, "accent1", bold=True, min_points=28),
                    Level(18, bold=True, before=2, min_points=14),
                    Level(13, "tx2", before=3, min_points=13),
                ),
            )
            for i in range(3)
        ),
        replace(_FOOT, top=6.95),
    ),
    _shelf(),
)
NEED = Layout(
    "Need",
    (
        *_STORY_FRAME,
        Placeholder(
            "body", BODY, "Text", LEFT, 2.0, 10.9, 3.9, (Level(30, before=14, min_points=18),), "ctr"
        ),
        replace(_STORY_CAPTION, levels=(Level(12, "tx2"),)),
    ),
)
#: Numbers next to a need: left edge, top of the first, and height with the space below.
NUMBERS_LEFT, NUMBERS_TOP, NUMBER_STEP = 8.4, 1.95, 1.4
NEED_NUMBERS = Layout(
    "Need and numbers",
    (
        *NEED.places[:3],
        replace(NEED.placeholder(BODY), width=NUMBERS_LEFT - LEFT - 0.7),
        *(
            Placeholder(
                "body",
                CARD + i,
                f"Number {i + 1}",
                NUMBERS_LEFT,
                NUMBERS_TOP + i * NUMBER_STEP,
                RIGHT - NUMBERS_LEFT,
                NUMBER_STEP - 0.15,
                (
                    Level(40, "accent1", bold=True, min_points=28),
                    Level(16, bold=True, before=2, min_points=13),
                ),
            )
            for i in range(3)
        ),
        NEED.placeholder(CAPTION),
    ),
)
PROOF = Layout(
    "Proof",
    (*_STORY_FRAME, Placeholder("chart", CONTENT, "Chart", LEFT, 1.75, FULL, 4.35), _STORY_CAPTION),
)
VOICE = Layout(
    "Proof and voice",
    (
        *_STORY_FRAME,
        Placeholder("chart", CONTENT, "Chart", LEFT, 1.75, 7.75, 4.35),
        Placeholder(
            "body",
            BODY,
            "Quote",
            9.15,
            2.2,
            RIGHT - 9.15,
            3.4,
            (Level(22, italic=True, min_points=16), Level(13, "tx2", before=10, min_points=13)),
        ),
        _STORY_CAPTION,
    ),
    (Decoration(8.85, 2.2, 0.05, 3.4),),
)
MONEY = Layout(
    "Money",
    (*_STORY_FRAME, Placeholder("tbl", CONTENT, "Table", LEFT, 1.8, FULL, 4.2), _STORY_CAPTION),
)
REQUEST = Layout(
    "Request",
    (
        *_STORY_FRAME,
        Placeholder(
            "body", LEAD, "Reasons", LEFT, 1.65, FULL, 1.5, (Level(18, "tx2", before=6, min_points=14),)
        ),
        *(
            Placeholder(
                "body",
                CARD + i,
                f"Amount {i + 1}",
                LEFT + i * (_THIRD + 0.3),
                3.35,
                _THIRD,
                2.05,
                tuple(replace(level, colour="bg1") for level in _LEVEL_LEVELS) if i == 3 else _LEVEL_LEVELS,
                inset=0.22,
                fill="accent1" if i == 3 else "bg1",
                outline="accent1" if i == 3 else "tx2",
            )
            for i in range(4)
        ),
        Placeholder(
            "body", TAIL, "Reply by", LEFT, 5.85, 7.2, 0.7, (Level(18, bold=True, min_points=14),), "ctr"
        ),
        Placeholder(
            "body",
            CONTACT,
            "Contact",
            8.2,
            5.85,
            RIGHT - 8.2,
            0.7,
            (Level(14, min_points=13),),
            "ctr",
            align="r",
        ),
    ),
)
STEPS = Layout(
    "Steps",
    (
        *_STORY_FRAME,
        *(
            Placeholder(
                "body",
                CARD + i,
                f"Step {i + 1}",
                LEFT + i * (_THIRD + 0.3),
                2.0,
                _THIRD,
                2.8,
                (
                    Level(26, "accent1", bold=True, min_points=18),
                    Level(20, bold=True, before=10, min_points=14),
                    Level(16, before=6, min_points=13),
                ),
                has_background=True,
                inset=0.3,
            )
            for i in range(3)
        ),
    ),
)
_APPENDIX_SECTION = replace(_SECTION, top=0.28, levels=(Level(13, "accent1", bold=True),))
APPENDIX_TABLE = Layout(
    "Appendix table",
    (
        _STORY_TITLE,
        _APPENDIX_SECTION,
        _FOOT,
        _PAGE,
        Placeholder("tbl", CONTENT, "Table", LEFT, 1.7, FULL, 4.4),
        _STORY_CAPTION,
    ),
)
APPENDIX_TEXT = Layout(
    "Appendix text",
    (
        _STORY_TITLE,
        _APPENDIX_SECTION,
        _FOOT,
        _PAGE,
        *(
            Placeholder(
                "body",
                COLUMN + i,
                f"Definitions {i + 1}",
                LEFT + i * ((FULL + 0.5) / 2),
                1.7,
                (FULL - 0.5) / 2,
                3.7,
                (
                    Level(16, "accent1", bold=True, before=10, min_points=13),
                    Level(14, before=2, min_points=13),
                ),
            )
            for i in range(2)
        ),
        replace(_STORY_CAPTION, top=5.45, height=1.4),
    ),
)
#: Number of the placeholder of the amount that is requested.
MAIN = CARD + 3
STORY_LAYOUTS = (
    ANSWER,
    NEED,
    NEED_NUMBERS,
    PROOF,
    VOICE,
    MONEY,
    REQUEST,
    STEPS,
    APPENDIX_TABLE,
    APPENDIX_TEXT,
)
GENERAL_LAYOUTS = (
    OPENING,
    TEXT,
    QUOTE,
    CALLOUT,
    FIGURES,
    CHART,
    CHARTS,
    TABLE,
    COMBINED,
    DEFINITIONS,
    POINTS,
)
LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {layout.name: layout for layout in (*GENERAL_LAYOUTS, *STORY_LAYOUTS)}
)
