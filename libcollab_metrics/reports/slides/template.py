"""The empty presentation: our master, our layouts and our theme, written from `layouts` as data."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from libcollab_metrics.figures.theme import LIGHT, OFFICE_FONT
from libcollab_metrics.reports.fit import Level
from libcollab_metrics.reports.sealed import unpictured
from libcollab_metrics.reports.slides.layouts import HEIGHT, LAYOUTS, TITLE, WIDTH, Layout, Mark, Place

if TYPE_CHECKING:
    from pptx.presentation import Presentation

EMU = 914_400
#: The pale ground of boxes, in the theme the second ground.
PALE = "F2F6F9"
_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_COLOURS = {
    "dk1": LIGHT.ink, "lt1": LIGHT.ground, "dk2": LIGHT.quiet, "lt2": PALE,
    **{f"accent{i}": colour for i, colour in enumerate(LIGHT.series, start=1)},
    "accent6": LIGHT.quiet, "hlink": LIGHT.series[0], "folHlink": LIGHT.quiet,
}  # fmt: skip


def new_presentation() -> Presentation:
    """Return an empty 16:9 presentation with our layouts, each a place to edit in the reader's own program."""
    from pptx import Presentation

    return Presentation(io.BytesIO(_template()))


@cache
def _template() -> bytes:
    """The library's own empty file with its master, layouts and theme turned into ours."""
    from pptx import Presentation
    from pptx.opc.constants import RELATIONSHIP_TYPE as RT
    from pptx.util import Inches

    made = Presentation()
    made.slide_width, made.slide_height = Inches(WIDTH), Inches(HEIGHT)
    layouts = list(made.slide_layouts)
    for unused in layouts[len(LAYOUTS) :]:
        made.slide_layouts.remove(unused)
    for given, layout in zip(layouts, LAYOUTS.values(), strict=False):
        _rewrite(given._element, layout)
    _rewrite_master(made.slide_master._element)
    theme = made.slide_master.part.part_related_by(RT.THEME)
    theme._blob = _our_theme(theme.blob.decode()).encode()
    unpictured(made.part.package._rels)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def _our_theme(xml: str) -> str:
    """The theme with our colours and typeface; shapes and effects stay the library's."""
    for name, colour in _COLOURS.items():
        ours = f'<a:{name}><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:{name}>'
        xml = re.sub(f"<a:{name}>.*?</a:{name}>", ours, xml, count=1, flags=re.DOTALL)
    return re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{OFFICE_FONT}", xml)


def _rewrite(element: object, layout: Layout) -> None:
    tree = element.cSld.spTree  # type: ignore[attr-defined]
    element.cSld.set("name", layout.name)  # type: ignore[attr-defined]
    element.attrib.pop("type", None)  # type: ignore[attr-defined]
    _replace_shapes(tree, [*map(_mark, layout.marks), *(_place(place) for place in layout.places)])


def _rewrite_master(element: object) -> None:
    """The master bears what all layouts share: a title, a text, a footer and the number of the slide."""
    words = LAYOUTS["Words"]
    _replace_shapes(element.cSld.spTree, [_place(p, of_master=True) for p in words.places if p.idx != 13])  # type: ignore[attr-defined]


def _replace_shapes(tree: object, shapes: list[str]) -> None:
    from pptx.oxml import parse_xml

    for old in list(tree)[2:]:  # type: ignore[call-overload]
        tree.remove(old)  # type: ignore[attr-defined]
    for number, shape in enumerate(shapes, start=2):
        tree.append(parse_xml(shape.replace("{id}", str(number))))  # type: ignore[attr-defined]


def _mark(mark: Mark) -> str:
    return (
        f'<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id="{{id}}" name="Decoration"/><p:cNvSpPr/>'
        '<p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr>{_box(mark)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{filled(mark.colour)}'
        "<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr/></a:p></p:txBody></p:sp>"
    )


def _place(place: Place, of_master: bool = False) -> str:
    kind = {"ctrTitle": "title", "subTitle": "body"}.get(place.kind, place.kind) if of_master else place.kind
    idx = "" if place.idx == TITLE else f' idx="{place.idx}"'
    inset = round(place.inset * EMU)
    edges = " ".join(f'{side}Ins="{inset}"' for side in "ltrb")
    ground = filled("bg2") if place.ground else ""
    levels = "".join(_level(i, place, level) for i, level in enumerate(place.levels, start=1))
    return (
        f'<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id="{{id}}" name={quoteattr(place.name)}/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}"{idx}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{_box(place)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{ground}</p:spPr>'
        f'<p:txBody><a:bodyPr wrap="square" {edges} anchor="{place.anchor}"><a:normAutofit/></a:bodyPr>'
        f"<a:lstStyle>{levels}</a:lstStyle>{prompt(place)}</p:txBody></p:sp>"
    )


def prompt(place: Place) -> str:
    """What an empty place says while a slide is edited; the number of a slide counts itself."""
    if place.kind == "sldNum":
        field = '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
        return f"<a:p>{field}<a:rPr/><a:t>‹#›</a:t></a:fld></a:p>"
    return f"<a:p><a:r><a:rPr/><a:t>{place.name}</a:t></a:r></a:p>"


def _level(number: int, place: Place, level: Level) -> str:
    side = "r" if place.kind == "sldNum" else "l"
    looks = f'sz="{round(level.points * 100)}" b="{int(level.bold)}" i="{int(level.italic)}"'
    return (
        f'<a:lvl{number}pPr marL="0" indent="0" algn="{side}"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{round(level.before * 100)}"/></a:spcBef><a:buNone/>'
        f"<a:defRPr {looks}>{filled(level.colour)}</a:defRPr></a:lvl{number}pPr>"
    )


def _box(box: Place | Mark) -> str:
    left, top, width, height = (round(inches * EMU) for inches in (box.left, box.top, box.width, box.height))
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def filled(colour: str) -> str:
    """A fill in a colour of the theme."""
    return f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
