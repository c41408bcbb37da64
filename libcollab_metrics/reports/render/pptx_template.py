"""PowerPoint template: slide size, positions and font sizes of the layouts, and theme colors."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from libcollab_metrics.figures.theme import LIGHT, OFFICE_FONT
from libcollab_metrics.reports.brand import INK, SOFT, Brand
from libcollab_metrics.reports.render.office import drop_thumbnail
from libcollab_metrics.reports.render.text import Level, Room

if TYPE_CHECKING:
    from pptx.presentation import Presentation


# Slide layouts as data: placeholders, their boxes and text styles.

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
        Placeholder("body", CONTACT, "Whom to write to", 1.2, 6.45, 10.4, 0.36, (Level(13),), "ctr"),
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
            "body", CONTACT, "For whom", 6.6, 0.42, RIGHT - 6.6, 0.66, (Level(14, "tx2"),), "ctr", align="r"
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
STORY_LAYOUTS = (ANSWER, NEED, NEED_NUMBERS, PROOF, VOICE, MONEY, REQUEST, APPENDIX_TABLE, APPENDIX_TEXT)
_GENERAL_LAYOUTS = (
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
    {layout.name: layout for layout in (*_GENERAL_LAYOUTS, *STORY_LAYOUTS)}
)

EMU = 914_400
#: Color of marks that are not accented.
NEUTRAL = "#B8B2AE"
_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)


def _colours(brand: Brand) -> dict[str, str]:
    """Return the colors of the theme: ink, the brand with its tint, and the further series of charts."""
    return {
        "dk1": INK,
        "lt1": LIGHT.ground,
        "dk2": SOFT,
        "lt2": brand.tint,
        "accent1": brand.text,
        **{f"accent{i}": colour for i, colour in enumerate(LIGHT.series[1:], start=2)},
        "accent6": NEUTRAL,
        "hlink": brand.accent,
        "folHlink": SOFT,
    }


def new_presentation(brand: Brand, has_story: bool) -> Presentation:
    """Return an empty 16:9 presentation with the layouts of a story, or those of other documents."""
    from pptx import Presentation

    return Presentation(io.BytesIO(_template(brand, has_story)))


@lru_cache(maxsize=16)
def _template(brand: Brand, has_story: bool) -> bytes:
    """Convert python-pptx's default template to this master, layouts and theme."""
    from pptx import Presentation
    from pptx.opc.constants import RELATIONSHIP_TYPE as RT
    from pptx.util import Inches

    made = Presentation()
    made.slide_width, made.slide_height = Inches(WIDTH), Inches(HEIGHT)
    layouts, wanted = list(made.slide_layouts), STORY_LAYOUTS if has_story else _GENERAL_LAYOUTS
    for unused in layouts[len(wanted) :]:
        made.slide_layouts.remove(unused)
    for native_layout, layout in zip(layouts, wanted, strict=False):
        _rewrite_layout(native_layout._element, layout)
    _rewrite_master(made.slide_master._element)
    theme = made.slide_master.part.part_related_by(RT.THEME)
    theme._blob = _customize_theme(theme.blob.decode(), brand).encode()
    drop_thumbnail(made.part.package._rels)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _customize_theme(xml: str, brand: Brand) -> str:
    """Replace colors and fonts of the theme; shapes and effects are unchanged."""
    for name, colour in _colours(brand).items():
        ours = f'<a:{name}><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:{name}>'
        xml = re.sub(f"<a:{name}>.*?</a:{name}>", ours, xml, count=1, flags=re.DOTALL)
    return re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{OFFICE_FONT}", xml)


def _rewrite_layout(element: object, layout: Layout) -> None:
    tree = element.cSld.spTree  # type: ignore[attr-defined]
    element.cSld.set("name", layout.name)  # type: ignore[attr-defined]
    element.attrib.pop("type", None)  # type: ignore[attr-defined]
    _replace_shapes(
        tree,
        [
            *map(_decoration_xml, layout.marks),
            *(_placeholder_xml(placeholder) for placeholder in layout.places),
        ],
    )


def _rewrite_master(element: object) -> None:
    """Replace the shapes of the master: title, text, footer and slide number."""
    words = LAYOUTS["Words"]
    shapes = [
        _placeholder_xml(placeholder, is_master=True) for placeholder in words.places if placeholder.idx != 13
    ]
    _replace_shapes(element.cSld.spTree, shapes)  # type: ignore[attr-defined]


def _replace_shapes(tree: object, shapes: list[str]) -> None:
    from pptx.oxml import parse_xml

    for old in list(tree)[2:]:  # type: ignore[call-overload]
        tree.remove(old)  # type: ignore[attr-defined]
    for number, shape in enumerate(shapes, start=2):
        tree.append(parse_xml(shape.replace("{id}", str(number))))  # type: ignore[attr-defined]


def _decoration_xml(mark: Decoration) -> str:
    fill = theme_fill(mark.colour, mark.share)
    return (
        f'<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id="{{id}}" name="Decoration"/><p:cNvSpPr/>'
        '<p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr>{_box_xml(mark)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}'
        "<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr/></a:p></p:txBody></p:sp>"
    )


def _placeholder_xml(placeholder: Placeholder, is_master: bool = False) -> str:
    kind = (
        {"ctrTitle": "title", "subTitle": "body"}.get(placeholder.kind, placeholder.kind)
        if is_master
        else placeholder.kind
    )
    idx = "" if placeholder.idx == TITLE else f' idx="{placeholder.idx}"'
    inset = round(placeholder.inset * EMU)
    edges = " ".join(f'{side}Ins="{inset}"' for side in "ltrb")
    ground = theme_fill("bg2") if placeholder.has_background else ""
    if placeholder.fill:
        ground = theme_fill(placeholder.fill)
    if placeholder.outline:
        ground += f'<a:ln w="12700">{theme_fill(placeholder.outline)}</a:ln>'
    levels = "".join(_level_xml(i, placeholder, level) for i, level in enumerate(placeholder.levels, start=1))
    return (
        f'<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id="{{id}}" name={quoteattr(placeholder.name)}/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}"{idx}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{_box_xml(placeholder)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{ground}</p:spPr>'
        f'<p:txBody><a:bodyPr wrap="square" {edges} anchor="{placeholder.anchor}"><a:normAutofit/></a:bodyPr>'
        f"<a:lstStyle>{levels}</a:lstStyle>{prompt_xml(placeholder)}</p:txBody></p:sp>"
    )


def prompt_xml(placeholder: Placeholder) -> str:
    """Return the prompt of an empty placeholder; for the slide number, the number field."""
    if placeholder.kind == "sldNum":
        field = '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
        return f"<a:p>{field}<a:rPr/><a:t>‹#›</a:t></a:fld></a:p>"
    return f"<a:p><a:r><a:rPr/><a:t>{placeholder.name}</a:t></a:r></a:p>"


def _level_xml(number: int, placeholder: Placeholder, level: Level) -> str:
    side = "r" if placeholder.kind == "sldNum" else placeholder.align
    looks = f'sz="{round(level.points * 100)}" b="{int(level.bold)}" i="{int(level.italic)}"'
    return (
        f'<a:lvl{number}pPr marL="0" indent="0" algn="{side}"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{round(level.before * 100)}"/></a:spcBef><a:buNone/>'
        f"<a:defRPr {looks}>{theme_fill(level.colour)}</a:defRPr></a:lvl{number}pPr>"
    )


def _box_xml(box: Placeholder | Decoration) -> str:
    left, top, width, height = (round(inches * EMU) for inches in (box.left, box.top, box.width, box.height))
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def theme_fill(colour: str, share: float = 1.0) -> str:
    """Return the XML of a fill in a theme color, or in a share of it on white."""
    if share == 1:
        return f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
    mixed = f'<a:lumMod val="{round(share * 100_000)}"/><a:lumOff val="{round((1 - share) * 100_000)}"/>'
    return f'<a:solidFill><a:schemeClr val="{colour}">{mixed}</a:schemeClr></a:solidFill>'
