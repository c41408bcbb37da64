"""The looks of marked cells: as they were, with a light colour behind and dark letters on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from libcollab_metrics.ingest.splice import Edit, Element, Unmarkable, open_tag, outline, put_inside, retagged, spliced

#: Light tints of Okabe and Ito's orange, yellow and blue: apart in lightness too, and dark letters stay legible.
COLOURS = {"left-out": "F6BE98", "assumption": "FFF1A8", "note": "D2E7F7"}
DARK = "FF1F1F1F"
_MOST_LOOKS = 64_000  # as many as Excel opens
_LIGHT_THEME = ("0", "2")
_LIGHT_INDEXED = ("1", "9")
EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font>'
    b'<sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/>'
    b'</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    b'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1">'
    b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)


@dataclass
class _List:
    """One list of the styles (fonts, fills, cell looks) and what is added to it."""

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
        return [retagged(xml, self.element, {"count": count}), put_inside(xml, self.element, b"".join(self.added))]


class Looks:
    """The styles of one workbook, to which marked looks are added once each."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self._root = outline(xml)
        self._prefix = self._root.prefix
        self._fonts, self._fills, self._cells = (self._list(name) for name in ("fonts", "fills", "cellXfs"))
        self._known: dict[object, int] = {}

    def _list(self, name: str) -> _List:
        element = self._root.first(name)
        if element is None or not element.children:
            raise Unmarkable
        return _List(element, element.children)

    def marked(self, look: int, severity: str, *, dark: bool = False) -> int:
        """Return the number of a look like `look` with the colour of a severity; `dark` forces dark letters."""
        if not 0 <= look < len(self._cells.items):
            look = 0
        key = ("marked", look, severity, dark)
        if key not in self._known:
            if len(self._cells.items) + len(self._cells.added) >= _MOST_LOOKS:
                return look
            self._known[key] = self._cells.add(self._marked(self._cells.items[look], severity, dark))
        return self._known[key]

    def _marked(self, cell: Element, severity: str, dark: bool) -> bytes:
        changes = {"fillId": str(self.colour(severity)), "applyFill": "1"}
        font = int(cell.attributes.get("fontId", "0"))
        if font < len(self._fonts.items) and (dark or _is_light(self._fonts.items[font])):
            changes |= {"fontId": str(self._dark(font)), "applyFont": "1"}
        start, end, tag = retagged(self._xml, cell, changes)
        return tag + self._xml[end : cell.end] if start == cell.start else b""

    def colour(self, severity: str) -> int:
        """Return the number of the fill of a severity."""
        key = ("fill", severity)
        if key not in self._known:
            p, rgb = self._prefix, COLOURS[severity]
            fill = (
                f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="FF{rgb}"/>'
                f'<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>'
            )
            self._known[key] = self._fills.add(fill.encode())
        return self._known[key]

    def _dark(self, font: int) -> int:
        key = ("dark", font)
        if key not in self._known:
            element = self._fonts.items[font]
            new = open_tag(self._prefix + "color", {"rgb": DARK}, empty=True)
            kept = [self._xml[child.start : child.end] for child in element.children if child.name != "color"]
            place = next((n + 1 for n, child in enumerate(kept) if b"sz" in child[:12]), 0)
            inside = b"".join([*kept[:place], new, *kept[place:]])
            self._known[key] = self._fonts.add(f"<{element.tag}>".encode() + inside + f"</{element.tag}>".encode())
        return self._known[key]

    def plain(self, *, bold: bool = False, link: bool = False, severity: str = "", wrap: bool = True) -> int:
        """Return the number of a plain look for a sheet of our own."""
        key = ("plain", bold, link, severity, wrap)
        if key not in self._known:
            p = self._prefix
            weight = f"<{p}b/>" if bold else ""
            line, rgb = (f"<{p}u/>", "FF005A92") if link else ("", DARK)
            font = f'<{p}font>{weight}{line}<{p}sz val="11"/><{p}color rgb="{rgb}"/><{p}name val="Calibri"/></{p}font>'
            fill = self.colour(severity) if severity else 0
            cell = (
                f'<{p}xf numFmtId="0" fontId="{self._fonts.add(font.encode())}" fillId="{fill}" borderId="0" '
                f'xfId="0" applyFont="1" applyFill="1" applyAlignment="1">'
                f'<{p}alignment vertical="top" wrapText="{wrap:d}"/></{p}xf>'
            )
            self._known[key] = self._cells.add(cell.encode())
        return self._known[key]

    def written(self) -> bytes:
        """Return the styles with everything added."""
        edits = [edit for listed in (self._fonts, self._fills, self._cells) for edit in listed.edits(self._xml)]
        return spliced(self._xml, edits)


def _is_light(font: Element) -> bool:
    color = font.first("color")
    if color is None:
        return False
    rgb = color.attributes.get("rgb", "")[-6:]
    if len(rgb) == 6:
        red, green, blue = (int(rgb[at : at + 2], 16) for at in (0, 2, 4))
        return 0.3 * red + 0.59 * green + 0.11 * blue > 120
    return color.attributes.get("theme") in _LIGHT_THEME or color.attributes.get("indexed") in _LIGHT_INDEXED
