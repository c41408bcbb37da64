"""Which looks of a workbook's cells have a colour behind them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from libcollab_metrics.ingest.fills import COLOURS
from libcollab_metrics.ingest.sheetscan import parse_piece, watching_parser

_PLAIN = {"theme": ("0",), "indexed": ("1", "9")}  # white
_PLAIN_RGB = ("FFFFFF", *COLOURS.values())  # white, and the colours of a sheet that was given back
_EMPTY_PATTERNS = ("none", "gray125")


def coloured_looks(styles: Iterable[bytes]) -> frozenset[int]:
    """Return the numbers of the cell looks whose fill is neither none nor white nor of our own making.

    Raises
    ------
    Refused : the styles are not well formed.
    """
    reader = _Styles()
    parser: Any = watching_parser()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    for piece in styles:
        parse_piece(parser, piece)
    return frozenset(look for look, fill in enumerate(reader.looks) if fill in reader.coloured)


class _Styles:
    """The fills and, for each look, the number of its fill."""

    def __init__(self) -> None:
        self.coloured: set[str] = set()
        self.looks: list[str] = []
        self._fills = 0
        self._inside: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name, parent = tag.rpartition(":")[2], self._inside[-1] if self._inside else ""
        self._inside.append(name)
        if (parent, name) == ("fills", "fill"):
            self._fills += 1
        elif (parent, name) == ("cellXfs", "xf"):
            self.looks.append(attributes.get("fillId", "0"))
        elif (parent, name) == ("fill", "gradientFill") or (
            (parent, name) == ("fill", "patternFill") and attributes.get("patternType", "none") not in _EMPTY_PATTERNS
        ):
            self.coloured.add(str(self._fills - 1))
        elif (parent, name) == ("patternFill", "fgColor") and _is_plain(attributes):
            self.coloured.discard(str(self._fills - 1))

    def end(self, _: str) -> None:
        self._inside.pop()


def _is_plain(colour: dict[str, str]) -> bool:
    if colour.get("rgb", "")[-6:].upper() in _PLAIN_RGB:
        return True
    return "tint" not in colour and any(colour.get(kind) in values for kind, values in _PLAIN.items())
