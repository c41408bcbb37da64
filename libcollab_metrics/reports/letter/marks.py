"""What a text document needs and the library has no word for: language, direction, grounds, lines, page numbers."""

from __future__ import annotations

from typing import Any

#: Where in a paragraph's properties, in a table's and in a cell's an element belongs, for programs that insist.
_AFTER_SHADE = (
    "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE",
    "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
    "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap",
    "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip
_AFTER_BIDI = _AFTER_SHADE[_AFTER_SHADE.index("w:bidi") + 1 :]


def made_of(name: str, **attributes: str) -> Any:
    """Return an element with attributes of its own kind: `made_of("w:shd", fill="F2F6F9")`."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def child(parent: Any, name: str) -> Any:
    """Return the child with this name, made where there is none."""
    from docx.oxml.ns import qn

    found = parent.find(qn(name))
    if found is None:
        found = made_of(name)
        parent.append(found)
    return found


def tongue(element: Any, value: str, attribute: str = "w:val") -> None:
    """Set an attribute, such as the language of an element."""
    from docx.oxml.ns import qn

    element.set(qn(attribute), value)


def shade(properties: Any, colour: str) -> None:
    """Stand a paragraph on a ground of this colour."""
    ground = made_of("w:shd", val="clear", color="auto", fill=colour)
    properties.insert_element_before(ground, *_AFTER_SHADE)


def fence(properties: Any, colour: str) -> None:
    """Draw a line of this colour at the left of a paragraph."""
    lines = made_of("w:pBdr")
    lines.append(made_of("w:left", val="single", sz="24", space="8", color=colour))
    properties.insert_element_before(lines, "w:shd", *_AFTER_SHADE)


def turn(paragraph: Any) -> None:
    """Write a paragraph from right to left."""
    paragraph._p.get_or_add_pPr().insert_element_before(made_of("w:bidi"), *_AFTER_BIDI)
    for run in paragraph.runs:
        run.font.rtl = True


def repeat(row: Any) -> None:
    """Repeat a row at the head of each page its table runs on to, and keep it in one piece."""
    properties = row._tr.get_or_add_trPr()
    properties.append(made_of("w:cantSplit"))
    properties.append(made_of("w:tblHeader"))


def keep_whole(row: Any) -> None:
    """Never break a row between two pages."""
    row._tr.get_or_add_trPr().append(made_of("w:cantSplit"))


def line_cell(cell: Any, **sides: tuple[int, str]) -> None:
    """Draw lines at the sides of a cell: eighths of a point and a colour."""
    lines = made_of("w:tcBorders")
    for side in ("top", "bottom"):
        if side in sides:
            size, colour = sides[side]
            lines.append(made_of(f"w:{side}", val="single", sz=str(size), space="0", color=colour))
    cell._tc.get_or_add_tcPr().append(lines)


def describe(shape: Any, words: str) -> None:
    """Say in words what a picture shows."""
    shape._inline.docPr.set("descr", words)


def tell_table(table: Any, words: str) -> None:
    """Give a table a title for those who listen."""
    table._tbl.tblPr.append(made_of("w:tblCaption", val=words))


def count(paragraph: Any, what: str) -> None:
    """Add a number the program counts itself: PAGE or NUMPAGES."""
    field = made_of("w:fldSimple", instr=what)
    run = made_of("w:r")
    text = made_of("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
