"""A modern workbook as its named parts: most are handed on as they lie in the file, a few are written anew."""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from libcollab_metrics.ingest.files.xml_scan import UTF8, new_parser
from libcollab_metrics.ingest.files.zip_container import Part, inflate, read_directory, written_anew

# A part of a workbook changed where it must be, every other byte left as it was.

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


_TYPES = "[Content_Types].xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_MOST_PARTS = 2_000


@dataclass(frozen=True)
class Relation:
    """What one part says of another: its id, its kind ("comments") and the other part's path."""

    id: str
    kind: str
    path: str


class Package:
    """The parts of one workbook, found by path in any letter case."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._members = {member.key: member for member in read_directory(data, _MOST_PARTS)}
        self._new: dict[str, tuple[str, bytes]] = {}

    def paths(self) -> list[str]:
        """The paths of all parts, folded to one letter case."""
        return [*self._members, *(key for key in self._new if key not in self._members)]

    def read(self, path: str) -> bytes | None:
        """Return a part's bytes, or None when there is none."""
        key = path.casefold()
        if key in self._new:
            return self._new[key][1]
        member = self._members.get(key)
        return b"".join(inflate(self._data, member)) if member else None

    def need(self, path: str) -> bytes:
        """Return a part's bytes.

        Raises
        ------
        Unmarkable : there is none.
        """
        content = self.read(path)
        if content is None:
            raise Unmarkable
        return content

    def write(self, path: str, content: bytes) -> None:
        """Put a part in place of an earlier one or as a new one."""
        key = path.casefold()
        self._new[key] = (self._members[key].name if key in self._members else path, content)

    def free_path(self, pattern: str) -> str:
        """Return the first path of a pattern such as "xl/comments{}.xml" that no part has."""
        taken = set(self.paths())
        return next(path for n in range(1, 10_000) if (path := pattern.format(n)).casefold() not in taken)

    def relations(self, path: str) -> list[Relation]:
        """Return what a part says of others; links that lead out of the file are left out."""
        xml = self.read(_relations_path(path))
        found = outline(xml).all("Relationship") if xml else []
        return [
            Relation(e.attributes.get("Id", ""), e.attributes.get("Type", "").rpartition("/")[2],
                     _resolved(path, e.attributes.get("Target", "")))
            for e in found if e.attributes.get("TargetMode") != "External"
        ]  # fmt: skip

    def relate(self, path: str, kind: str, target: str, *, family: str = OFFICE) -> str:
        """Note in a part's relations that it uses another part; return the id by which it may name it."""
        place = _relations_path(path)
        xml = self.read(place) or f'<?xml version="1.0"?>\n<Relationships xmlns="{_RELATIONS}"/>'.encode()
        root = outline(xml)
        taken = {child.attributes.get("Id") for child in root.children}
        identity = next(name for n in range(1, len(taken) + 2) if (name := f"rId{n}") not in taken)
        values = {"Id": identity, "Type": f"{family}/{kind}", "Target": "/" + target}
        new = open_tag(root.prefix + "Relationship", values, empty=True)
        self.write(place, spliced(xml, [put_inside(xml, root, new)]))
        return identity

    def declare(self, path: str, content_type: str) -> None:
        """Say what a new part holds."""
        self._declare("Override", "PartName", "/" + path, content_type)

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Say what parts with an ending hold, unless that is said already."""
        self._declare("Default", "Extension", ending, content_type)

    def content_type(self, path: str) -> str:
        """Return what a part is said to hold, or nothing."""
        for child in outline(self.need(_TYPES)).all("Override"):
            if child.attributes.get("PartName", "").casefold() == "/" + path.casefold():
                return child.attributes.get("ContentType", "")
        return ""

    def packed(self) -> bytes:
        """Return the workbook's bytes: parts that were not written anew as they lay packed in the file."""
        view = memoryview(self._data)
        parts: list[Part] = []
        for key, member in self._members.items():
            if key not in self._new:
                size = sum(len(piece) for piece in inflate(self._data, member))
                packed = view[member.start : member.start + member.packed]
                parts.append((member.name, member.method, member.crc, size, packed))
        parts += [_part(name, content) for name, content in self._new.values()]
        parts.sort(key=lambda part: part[0] != _TYPES)  # some programs look for it first
        return written_anew(parts)

    def _declare(self, tag: str, key: str, value: str, content_type: str) -> None:
        xml = self.need(_TYPES)
        root = outline(xml)
        if any(child.attributes.get(key, "").casefold() == value.casefold() for child in root.all(tag)):
            return
        new = open_tag(root.prefix + tag, {key: value, "ContentType": content_type}, empty=True)
        self.write(_TYPES, spliced(xml, [put_inside(xml, root, new)]))


def _part(name: str, content: bytes) -> Part:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return name, zlib.DEFLATED, zlib.crc32(content), len(content), packer.compress(content) + packer.flush()


def _relations_path(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return posixpath.join(folder, "_rels", name + ".rels")


def _resolved(path: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
