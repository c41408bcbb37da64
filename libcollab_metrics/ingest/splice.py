"""A part of a workbook changed where it must be, every other byte left as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from libcollab_metrics.ingest.xmltext import UTF8, new_parser

_DEEPEST = 200  # levels of elements; no program writes as many
Edit = tuple[int, int, bytes]  # from, to, what stands there afterwards


class Unmarkable(ValueError):
    """A part is built in a way that cannot be changed safely."""


@dataclass
class Element:
    """An element and where its bytes lie: `start` to `opened` its first tag, `closing` to `end` its last."""

    tag: str
    attributes: Mapping[str, str]
    start: int
    opened: int
    depth: int
    closing: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)
    text: str = ""

    @property
    def name(self) -> str:
        """The tag without its prefix."""
        return self.tag.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The prefix with its colon, or nothing: what new elements beside this one must begin with."""
        return self.tag[: -len(self.name)]

    def all(self, name: str) -> list[Element]:
        """Its children of one name."""
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> Element | None:
        """Its first child of one name."""
        return next(iter(self.all(name)), None)

    def words(self) -> str:
        """All text inside it."""
        return self.text + "".join(child.words() for child in self.children)


def outline(xml: bytes) -> Element:
    """Return the root of a part with everything below it.

    Raises
    ------
    Unmarkable : the part is not well formed, nests too deep, declares a document type, or is not in UTF-8.
    """
    reader = _OutlineReader(xml)
    if reader.root is None:
        raise Unmarkable
    return reader.root


class _OutlineReader:
    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self.root: Element | None = None
        self._open: list[Element] = []
        self._parser = parser = new_parser()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.XmlDeclHandler = self._check_encoding
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        if xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in xml[:4]:
            raise Unmarkable  # UTF-16: positions of bytes would not be those of letters
        try:
            parser.Parse(xml, True)
        except expat.ExpatError as error:
            raise Unmarkable from error

    def _refuse(self, *_: object) -> None:
        raise Unmarkable

    def _check_encoding(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.upper() not in UTF8:
            raise Unmarkable

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._open) == _DEEPEST:
            raise Unmarkable
        start = self._parser.CurrentByteIndex
        element = Element(tag, attributes, start, _tag_end(self.xml, start), len(self._open))
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, _: str) -> None:
        element = self._open.pop()
        if self.xml[element.opened - 2 : element.opened] == b"/>":
            element.closing = element.end = element.opened
        else:
            element.closing = self._parser.CurrentByteIndex
            element.end = self.xml.index(b">", element.closing) + 1

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text


def _tag_end(xml: bytes, start: int) -> int:
    """Return the index behind a first tag; a value in quotes may hold the closing mark too."""
    at = start
    while True:
        end = xml.index(b">", at)
        for quote in (b'"', b"'"):
            opening = xml.find(quote, at, end)
            other = xml.find(b"'" if quote == b'"' else b'"', at, end)
            if opening >= 0 and (other < 0 or opening < other):
                at = xml.index(quote, opening + 1) + 1
                break
        else:
            return end + 1


def spliced(xml: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the bytes with all edits made; edits must not overlap, equal places keep the order given."""
    pieces, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [xml[at:start], new]
        at = end
    return b"".join([*pieces, xml[at:]])


def put_inside(xml: bytes, element: Element, new: bytes) -> Edit:
    """Return the edit that puts something last inside an element."""
    if element.closing == element.opened and xml[element.opened - 2 : element.opened] == b"/>":
        return element.opened - 2, element.opened, b">" + new + f"</{element.tag}>".encode()
    return element.closing, element.closing, new


def open_tag(tag: str, attributes: Mapping[str, str], *, empty: bool = False) -> bytes:
    """Return a first tag with its attributes, letters and line breaks in values kept."""
    breaks = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    written = "".join(f" {name}={quoteattr(value, breaks)}" for name, value in attributes.items())
    return f"<{tag}{written}{'/' if empty else ''}>".encode()


def retagged(xml: bytes, element: Element, changes: Mapping[str, str]) -> Edit:
    """Return the edit that changes attributes of an element's first tag."""
    empty = xml[element.opened - 2 : element.opened] == b"/>"
    return element.start, element.opened, open_tag(element.tag, {**element.attributes, **changes}, empty=empty)
