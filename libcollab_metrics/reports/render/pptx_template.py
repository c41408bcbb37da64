"""PowerPoint template: theme colors, and the layouts of slides written as XML."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from libcollab_metrics.figures.theme import LIGHT, OFFICE_FONT
from libcollab_metrics.reports.brand import INK, SOFT, Brand
from libcollab_metrics.reports.render.office import drop_thumbnail
from libcollab_metrics.reports.render.pptx_layouts import (
    GENERAL_LAYOUTS,
    HEIGHT,
    LAYOUTS,
    STORY_LAYOUTS,
    TITLE,
    WIDTH,
    Decoration,
    Layout,
    Placeholder,
)
from libcollab_metrics.reports.render.text import Level

if TYPE_CHECKING:
    from pptx.presentation import Presentation

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
    layouts, wanted = list(made.slide_layouts), STORY_LAYOUTS if has_story else GENERAL_LAYOUTS
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
