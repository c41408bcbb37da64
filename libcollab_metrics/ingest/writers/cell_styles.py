"""Change the style of single cells in a worksheet's XML, and add cell styles to a workbook.

Rows without such a cell are copied byte for byte.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from libcollab_metrics.ingest.files.xml_scan import COLOURS
from libcollab_metrics.ingest.writers.ooxml import (
    Edit,
    Element,
    UnsupportedMarkup,
    append_child,
    apply_edits,
    build_start_tag,
    parse_outline,
    replace_attributes,
)
from libcollab_metrics.model.addresses import cell_reference, parse_reference

CellPosition = tuple[int, int]  # Excel row and column
Range = tuple[int, int, int, int]  # first row and column, last row and column
#: Elements that must follow the sheet's comment drawing, in schema order.
_AFTER_COMMENTS = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
    "AlternateContent",
)
_SPANS = re.compile(rb'\sspans\s*=\s*("[^"]*"|\'[^\']*\')')
_STYLE = re.compile(rb'\ss\s*=\s*("[^"]*"|\'[^\']*\')')
_ADDRESS = re.compile(rb'\sr\s*=\s*["\']([^"\']*)["\']')
_RANGE = re.compile(r"([A-Za-z]{1,3}\d{1,7}):([A-Za-z]{1,3}\d{1,7})")
_BAND_ROWS = 64  # rows searched together for merged ranges
_DEFAULT_WIDTH = 64  # default width of a column in pixels


class SheetPart:
    """Worksheet XML split into the markup around the rows and the rows themselves."""

    def __init__(self, xml: bytes) -> None:
        opening = re.search(rb"<((?:[\w.-]+:)?)sheetData(?:\s[^>]*?)?(/?)>", xml)
        if opening is None:
            raise UnsupportedMarkup
        self.prefix = opening[1]
        closing = b"</" + self.prefix + b"sheetData>"
        end = opening.end() if opening[2] else xml.rfind(closing)
        if end < 0:
            raise UnsupportedMarkup
        self.rows = xml[opening.end() : end]
        rest = xml[end:] if opening[2] else xml[end + len(closing) :]
        self._mark = b"<" + self.prefix + b"sheetData/>"
        self.frame = xml[: opening.start()] + self._mark + rest
        self.root = parse_outline(self.frame)
        self._edits: list[Edit] = []
        self._tops = self._index_merged_ranges()

    @property
    def has_tables(self) -> bool:
        """Whether the sheet has tables, whose style may set the font color of their header rows."""
        return self.root.find_first("tableParts") is not None

    @property
    def drawing(self) -> str:
        """Relationship id of the sheet's comment drawing; empty when there is none."""
        element = self.root.find_first("legacyDrawing")
        if element is None:
            return ""
        return next(
            (value for name, value in element.attributes.items() if name.rpartition(":")[2] == "id"), ""
        )

    def merged_top_left(self, position: CellPosition) -> CellPosition:
        """Return the first cell of the merged range that contains a cell, or the cell itself."""
        for top, left, bottom, right in (
            *self._tops.get(position[0] // _BAND_ROWS, ()),
            *self._tops.get(-1, ()),
        ):
            if top <= position[0] <= bottom and left <= position[1] <= right:
                return top, left
        return position

    def _index_merged_ranges(self) -> dict[int, list[Range]]:
        """Group the merged ranges by bands of rows; very tall ranges are stored under -1."""
        merged = self.root.find_first("mergeCells")
        ranges: dict[int, list[Range]] = {}
        for element in merged.children if merged else ():
            corners = _RANGE.fullmatch(element.attributes.get("ref", ""))
            if corners:
                (top, left), (bottom, right) = parse_reference(corners[1]), parse_reference(corners[2])
                bands = range(top // _BAND_ROWS, bottom // _BAND_ROWS + 1)
                for band in bands if len(bands) < _BAND_ROWS else (-1,):
                    ranges.setdefault(band, []).append((top, left, bottom, right))
        return ranges

    def column_style(self, column: int) -> int:
        """Return the number of the cell style that a column gives to missing cells."""
        element = self._find_column(column)
        return int(element.attributes.get("style", "0")) if element else 0

    def column_width(self, column: int) -> int:
        """Return the approximate width of a column in pixels."""
        element = self._find_column(column)
        if element is None or "width" not in element.attributes:
            return _DEFAULT_WIDTH
        hidden = element.attributes.get("hidden") in ("1", "true")
        return 0 if hidden else round(float(element.attributes["width"]) * 7) + 5

    def _find_column(self, column: int) -> Element | None:
        listed = self.root.find_first("cols")
        for element in listed.children if listed else ():
            if int(element.attributes.get("min", "0")) <= column <= int(element.attributes.get("max", "0")):
                return element
        return None

    def attach_drawing(self, identity: str, family: str) -> None:
        """Add the reference to the comment drawing to the sheet, at the position the schema requires."""
        tag = self.prefix.decode() + "legacyDrawing"
        new = build_start_tag(tag, {"xmlns:r": family, "r:id": identity}, empty=True)
        behind = next((e for e in self.root.children if e.name in _AFTER_COMMENTS), None)
        position = behind.start if behind else self.root.end_tag_start
        self._edits.append((position, position, new))

    def apply_styles(self, styles: Mapping[CellPosition, Callable[[int], int]]) -> bytes:
        """Return the sheet with new cell styles; each function maps an old style number to a new."""
        rows = self._restyle_rows(styles)
        full = b"<" + self.prefix + b"sheetData>" + rows + b"</" + self.prefix + b"sheetData>"
        element = next(e for e in self.root.children if e.name == "sheetData")
        return apply_edits(
            self.frame, [*self._edits, (element.start, element.end, full if rows else self._mark)]
        )

    def _restyle_rows(self, styles: Mapping[CellPosition, Callable[[int], int]]) -> bytes:
        wanted = _group_by_row(styles)
        numbers = sorted(wanted)
        edits: list[Edit] = []
        done, before = 0, 0
        for opening in re.finditer(b"<" + self.prefix + rb"row\b[^>]*?(/?)>", self.rows):
            number = _row_number(opening[0]) or before + 1
            before = number
            upto = bisect_left(numbers, number)
            edits += [
                (opening.start(), opening.start(), self._build_row(n, wanted[n])) for n in numbers[done:upto]
            ]
            done = max(done, upto)
            if number in wanted:
                edits.append(self._restyle_row(opening, number, wanted[number]))
                done = max(done, upto + 1)
        end = len(self.rows)
        return apply_edits(
            self.rows, [*edits, *((end, end, self._build_row(n, wanted[n])) for n in numbers[done:])]
        )

    def _build_row(self, number: int, cells: Mapping[int, Callable[[int], int]]) -> bytes:
        inside = b"".join(self._build_cell(number, column, cells[column], 0) for column in sorted(cells))
        return b"<" + self.prefix + b'row r="%d">' % number + inside + b"</" + self.prefix + b"row>"

    def _build_cell(self, row: int, column: int, style: Callable[[int], int], row_style: int) -> bytes:
        number = style(row_style or self.column_style(column))
        return b"<" + self.prefix + f'c r="{cell_reference(row, column)}" s="{number}"/>'.encode()

    def _restyle_row(
        self, opening: re.Match[bytes], number: int, cells: Mapping[int, Callable[[int], int]]
    ) -> Edit:
        tag = opening[0]
        of_row = _style_number(tag) if b"customFormat" in tag else 0
        if opening[1]:
            new = {
                column: self._build_cell(number, column, cells[column], of_row) for column in sorted(cells)
            }
            closed = _SPANS.sub(b"", tag[:-2]).rstrip() + b">" + b"".join(new.values())
            return opening.start(), opening.end(), closed + b"</" + self.prefix + b"row>"
        end = self.rows.find(b"</" + self.prefix + b"row>", opening.end())
        if end < 0:
            raise UnsupportedMarkup
        inside = self.rows[opening.end() : end]
        edits, missing = self._cell_edits(inside, number, cells, of_row)
        if missing:  # the row's declared range of cells may no longer apply
            tag = _SPANS.sub(b"", tag)
        return opening.start(), end, tag + apply_edits(inside, edits)

    def _cell_edits(
        self, inside: bytes, row: int, cells: Mapping[int, Callable[[int], int]], row_style: int
    ) -> tuple[list[Edit], bool]:
        edits: list[Edit] = []
        missing = sorted(cells)
        is_changed = False
        before = 0
        for cell in re.finditer(b"<" + self.prefix + rb"c\b([^>]*?)(/?)>", inside):
            column = _column_number(cell[1]) or before + 1
            before = column
            while missing and missing[0] < column:
                new = self._build_cell(row, missing[0], cells[missing.pop(0)], row_style)
                edits.append((cell.start(), cell.start(), new))
                is_changed = True
            if missing and missing[0] == column:
                look = cells[missing.pop(0)](_style_number(cell[1]))
                attributes = _STYLE.sub(b"", cell[1]).rstrip() + b' s="%d"' % look
                edits.append(
                    (cell.start(), cell.end(), b"<" + self.prefix + b"c" + attributes + cell[2] + b">")
                )
        end = len(inside)
        edits += [(end, end, self._build_cell(row, column, cells[column], row_style)) for column in missing]
        return edits, is_changed or bool(missing)


def build_hyperlinks(prefix: str, links: Iterable[tuple[str, str]]) -> bytes:
    """Build the list of hyperlinks from cells of a sheet to locations in the workbook."""
    inside = "".join(
        f"<{prefix}hyperlink ref={quoteattr(ref)} location={quoteattr(to)}/>" for ref, to in links
    )
    return f"<{prefix}hyperlinks>{inside}</{prefix}hyperlinks>".encode() if inside else b""


def _group_by_row(
    styles: Mapping[CellPosition, Callable[[int], int]],
) -> dict[int, dict[int, Callable[[int], int]]]:
    rows: dict[int, dict[int, Callable[[int], int]]] = {}
    for (row, column), look in styles.items():
        rows.setdefault(row, {})[column] = look
    return rows


def _row_number(tag: bytes) -> int:
    match = _ADDRESS.search(tag)
    return int(match[1]) if match and match[1].isdigit() else 0


def _column_number(attributes: bytes) -> int:
    match = _ADDRESS.search(attributes)
    return parse_reference(match[1].decode("ascii", "replace").upper())[1] if match else 0


def _style_number(attributes: bytes) -> int:
    match = _STYLE.search(attributes)
    text = match[1].strip(b"\"'") if match else b""
    return int(text) if text.isdigit() else 0


# Styles of marked cells: the original style with a light fill and a dark font.

DARK_FONT_COLOR = "FF1F1F1F"
_MAX_CELL_STYLES = 64_000  # maximum number of cell styles that Excel supports
_LIGHT_THEME = ("0", "2")
_LIGHT_INDEXED = ("1", "9")
EMPTY_STYLESHEET = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet'
    b' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font><sz'
    b' val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill'
    b' patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders'
    b' count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf'
    b' numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)


@dataclass
class _StyleList:
    """List of the style sheet (fonts, fills or cell styles), with its additions."""

    element: Element
    items: list[Element]
    added: list[bytes] = field(default_factory=list)

    def add(self, item: bytes) -> int:
        self.added.append(item)
        return len(self.items) + len(self.added) - 1

    def edits(self, xml: bytes) -> list[Edit]:
        if not self.added:
            return []
        count = str(len(self.items) + len(self.added))
        return [
            replace_attributes(xml, self.element, {"count": count}),
            append_child(xml, self.element, b"".join(self.added)),
        ]


class CellStyles:
    """Cell styles of one workbook, to which each marked style is added once."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self._root = parse_outline(xml)
        self._prefix = self._root.prefix
        self._fonts, self._fills, self._cells = (self._list(name) for name in ("fonts", "fills", "cellXfs"))
        self._known: dict[object, int] = {}

    def _list(self, name: str) -> _StyleList:
        element = self._root.find_first(name)
        if element is None or not element.children:
            raise UnsupportedMarkup
        return _StyleList(element, element.children)

    def style_for_severity(self, style: int, severity: str, *, force_dark: bool = False) -> int:
        """Return the number of a style like `style` with the color of a severity.

        `force_dark` forces a dark font. When the workbook has no room for another style, `style` is returned.
        """
        if not 0 <= style < len(self._cells.items):
            style = 0
        key = ("marked", style, severity, force_dark)
        if key not in self._known:
            if len(self._cells.items) + len(self._cells.added) >= _MAX_CELL_STYLES:
                return style
            self._known[key] = self._cells.add(
                self._build_marked_style(self._cells.items[style], severity, force_dark)
            )
        return self._known[key]

    def _build_marked_style(self, cell: Element, severity: str, force_dark: bool) -> bytes:
        changes = {"fillId": str(self.fill_for_severity(severity)), "applyFill": "1"}
        font = int(cell.attributes.get("fontId", "0"))
        if font < len(self._fonts.items) and (force_dark or _is_light(self._fonts.items[font])):
            changes |= {"fontId": str(self._dark_font(font)), "applyFont": "1"}
        start, end, tag = replace_attributes(self._xml, cell, changes)
        return tag + self._xml[end : cell.end] if start == cell.start else b""

    def fill_for_severity(self, severity: str) -> int:
        """Return the number of the fill for a severity."""
        key = ("fill", severity)
        if key not in self._known:
            p, rgb = self._prefix, COLOURS[severity]
            fill = (
                f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="FF{rgb}"/>'
                f'<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>'
            )
            self._known[key] = self._fills.add(fill.encode())
        return self._known[key]

    def _dark_font(self, font: int) -> int:
        key = ("dark", font)
        if key not in self._known:
            element = self._fonts.items[font]
            new = build_start_tag(self._prefix + "color", {"rgb": DARK_FONT_COLOR}, empty=True)
            remaining = [
                self._xml[child.start : child.end] for child in element.children if child.name != "color"
            ]
            index = next((n + 1 for n, child in enumerate(remaining) if b"sz" in child[:12]), 0)
            inside = b"".join([*remaining[:index], new, *remaining[index:]])
            self._known[key] = self._fonts.add(
                f"<{element.tag}>".encode() + inside + f"</{element.tag}>".encode()
            )
        return self._known[key]

    def plain_style(
        self, *, bold: bool = False, link: bool = False, severity: str = "", wrap: bool = True
    ) -> int:
        """Return the number of a plain style for the sheet of remarks."""
        key = ("plain", bold, link, severity, wrap)
        if key not in self._known:
            p = self._prefix
            weight = f"<{p}b/>" if bold else ""
            line, rgb = (f"<{p}u/>", "FF005A92") if link else ("", DARK_FONT_COLOR)
            font = (
                f'<{p}font>{weight}{line}<{p}sz val="11"/><{p}color rgb="{rgb}"/><{p}name'
                f' val="Calibri"/></{p}font>'
            )
            fill = self.fill_for_severity(severity) if severity else 0
            cell = (
                f'<{p}xf numFmtId="0" fontId="{self._fonts.add(font.encode())}" fillId="{fill}" borderId="0" '
                'xfId="0" applyFont="1" applyFill="1" applyAlignment="1">'
                f'<{p}alignment vertical="top" wrapText="{wrap:d}"/></{p}xf>'
            )
            self._known[key] = self._cells.add(cell.encode())
        return self._known[key]

    def render(self) -> bytes:
        """Return the style sheet with all additions."""
        edits = [
            edit for listed in (self._fonts, self._fills, self._cells) for edit in listed.edits(self._xml)
        ]
        return apply_edits(self._xml, edits)


def _is_light(font: Element) -> bool:
    color = font.find_first("color")
    if color is None:
        return False
    rgb = color.attributes.get("rgb", "")[-6:]
    if len(rgb) == 6:
        red, green, blue = (int(rgb[at : at + 2], 16) for at in (0, 2, 4))
        return 0.3 * red + 0.59 * green + 0.11 * blue > 120
    return color.attributes.get("theme") in _LIGHT_THEME or color.attributes.get("indexed") in _LIGHT_INDEXED
