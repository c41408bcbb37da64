"""WordprocessingML that python-docx has no API for: language, direction, shading, borders, fields, links."""

from __future__ import annotations

from typing import Any

#: Schema order of child elements in paragraph properties, which some programs require.
_ELEMENTS_AFTER_SHADING = (
    "w:tabs",
    "w:suppressAutoHyphens",
    "w:kinsoku",
    "w:wordWrap",
    "w:overflowPunct",
    "w:topLinePunct",
    "w:autoSpaceDE",
    "w:autoSpaceDN",
    "w:bidi",
    "w:adjustRightInd",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:mirrorIndents",
    "w:suppressOverlap",
    "w:jc",
    "w:textDirection",
    "w:textAlignment",
    "w:textboxTightWrap",
    "w:outlineLvl",
    "w:divId",
    "w:cnfStyle",
    "w:rPr",
    "w:sectPr",
    "w:pPrChange",
)
_ELEMENTS_AFTER_BIDI = _ELEMENTS_AFTER_SHADING[_ELEMENTS_AFTER_SHADING.index("w:bidi") + 1 :]


def new_element(name: str, **attributes: str) -> Any:
    """Create an element with attributes of its namespace: `new_element("w:shd", fill="F2F6F9")`."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def get_or_add_child(parent: Any, name: str) -> Any:
    """Return the child with this name; create it if missing."""
    from docx.oxml.ns import qn

    child = parent.find(qn(name))
    if child is None:
        child = new_element(name)
        parent.append(child)
    return child


def set_attribute(element: Any, value: str, attribute: str = "w:val") -> None:
    """Set an attribute, such as the language of an element."""
    from docx.oxml.ns import qn

    element.set(qn(attribute), value)


def shade_paragraph(properties: Any, colour: str) -> None:
    """Set the background color of a paragraph."""
    ground = new_element("w:shd", val="clear", color="auto", fill=colour)
    properties.insert_element_before(ground, *_ELEMENTS_AFTER_SHADING)


def draw_left_rule(properties: Any, colour: str) -> None:
    """Draw a colored line at the left of a paragraph."""
    lines = new_element("w:pBdr")
    lines.append(new_element("w:left", val="single", sz="24", space="8", color=colour))
    properties.insert_element_before(lines, "w:shd", *_ELEMENTS_AFTER_SHADING)


def set_right_to_left(paragraph: Any) -> None:
    """Set a paragraph's direction to right to left."""
    paragraph._p.get_or_add_pPr().insert_element_before(new_element("w:bidi"), *_ELEMENTS_AFTER_BIDI)
    for run in paragraph.runs:
        run.font.rtl = True


def repeat_header_row(row: Any) -> None:
    """Repeat a row on each page of its table, and never split it."""
    properties = row._tr.get_or_add_trPr()
    properties.append(new_element("w:cantSplit"))
    properties.append(new_element("w:tblHeader"))


def keep_row_on_one_page(row: Any) -> None:
    """Never split a row between two pages."""
    row._tr.get_or_add_trPr().append(new_element("w:cantSplit"))


def draw_cell_borders(cell: Any, **sides: tuple[int, str]) -> None:
    """Draw borders of a cell: width in eighths of a point, and color."""
    lines = new_element("w:tcBorders")
    for side in ("top", "bottom"):
        if side in sides:
            size, colour = sides[side]
            lines.append(new_element(f"w:{side}", val="single", sz=str(size), space="0", color=colour))
    cell._tc.get_or_add_tcPr().append(lines)


def set_alt_text(shape: Any, text: str) -> None:
    """Set the alt text of a picture."""
    shape._inline.docPr.set("descr", text)


def set_table_title(table: Any, text: str) -> None:
    """Set the title of a table for screen readers."""
    table._tbl.tblPr.append(new_element("w:tblCaption", val=text))


def add_page_field(paragraph: Any, field_name: str) -> None:
    """Add a field computed by the program: PAGE or NUMPAGES."""
    field = new_element("w:fldSimple", instr=field_name)
    run = new_element("w:r")
    text = new_element("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def shade_cell(cell: Any, colour: str) -> None:
    """Set the background color of a cell."""
    cell._tc.get_or_add_tcPr().append(new_element("w:shd", val="clear", color="auto", fill=colour))


def set_cell_padding(cell: Any, points: float) -> None:
    """Set the space between the edges of a cell and its text."""
    margins = new_element("w:tcMar")
    for side in ("top", "left", "bottom", "right"):
        margins.append(new_element(f"w:{side}", w=str(round(points * 20)), type="dxa"))
    cell._tc.get_or_add_tcPr().append(margins)


def add_bookmark(paragraph: Any, name: str, number: int) -> None:
    """Mark a paragraph as the target of a link."""
    start = new_element("w:bookmarkStart", id=str(number))
    set_attribute(start, name, "w:name")
    paragraph._p.insert(1, start)
    paragraph._p.append(new_element("w:bookmarkEnd", id=str(number)))


def add_link(paragraph: Any, text: str, bookmark: str) -> None:
    """Add a text that links to a bookmark."""
    link, run, content = (
        new_element("w:hyperlink", anchor=bookmark),
        new_element("w:r"),
        new_element("w:t"),
    )
    content.text = text
    run.append(content)
    link.append(run)
    paragraph._p.append(link)
