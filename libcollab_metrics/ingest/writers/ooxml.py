"""Edit single parts of an Office Open XML package; all other parts are copied byte for byte."""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from libcollab_metrics.ingest.files.xml_scan import UTF8_ENCODINGS, create_parser
from libcollab_metrics.ingest.files.zip_container import Part, inflate, read_zip_directory, rebuild_zip

# Edits of an XML part that preserve all other bytes.

_MAX_DEPTH = 200  # maximum nesting depth; no spreadsheet program writes as many levels
Edit = tuple[int, int, bytes]  # start, end, replacement


class UnsupportedMarkup(ValueError):
    """Structure of a part that cannot be edited safely."""


@dataclass
class Element:
    """XML element with the byte offsets of its tags.

    Attributes
    ----------
    tag : str
        Tag name with its prefix.
    attributes : mapping of str to str
        Attributes as written.
    start, start_tag_end : int
        Offsets of the start tag and of its end.
    depth : int
        Number of ancestors.
    end_tag_start, end : int
        Offsets of the end tag and of its end.
    children : list of Element
        Child elements.
    text : str
        Text directly inside the element.
    """

    tag: str
    attributes: Mapping[str, str]
    start: int
    start_tag_end: int
    depth: int
    end_tag_start: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)
    text: str = ""

    @property
    def name(self) -> str:
        """Tag name without its prefix."""
        return self.tag.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """Namespace prefix with its colon, or empty; sibling elements must use the same."""
        return self.tag[: -len(self.name)]

    def find_all(self, name: str) -> list[Element]:
        """Return the children with a local name."""
        return [child for child in self.children if child.name == name]

    def find_first(self, name: str) -> Element | None:
        """Return the first child with a local name; None when there is none."""
        return next(iter(self.find_all(name)), None)

    def all_text(self) -> str:
        """Return all text inside the element and its descendants."""
        return self.text + "".join(child.all_text() for child in self.children)


def parse_outline(xml: bytes) -> Element:
    """Parse a part into its root element and descendants.

    Raises
    ------
    UnsupportedMarkup
        If the part is not well formed, nests too deep, declares a document type, or is not in UTF-8.
    """
    reader = _OutlineReader(xml)
    if reader.root is None:
        raise UnsupportedMarkup
    return reader.root


class _OutlineReader:
    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self.root: Element | None = None
        self._open: list[Element] = []
        self._parser = parser = create_parser()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._reject_doctype
        parser.XmlDeclHandler = self._check_encoding
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        if xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in xml[:4]:
            raise UnsupportedMarkup  # UTF-16: byte offsets would not match
        try:
            parser.Parse(xml, True)
        except expat.ExpatError as error:
            raise UnsupportedMarkup from error

    def _reject_doctype(self, *_: object) -> None:
        raise UnsupportedMarkup

    def _check_encoding(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.upper() not in UTF8_ENCODINGS:
            raise UnsupportedMarkup

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._open) == _MAX_DEPTH:
            raise UnsupportedMarkup
        start = self._parser.CurrentByteIndex
        element = Element(tag, attributes, start, _tag_end(self.xml, start), len(self._open))
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, _: str) -> None:
        element = self._open.pop()
        if self.xml[element.start_tag_end - 2 : element.start_tag_end] == b"/>":
            element.end_tag_start = element.end = element.start_tag_end
        else:
            element.end_tag_start = self._parser.CurrentByteIndex
            element.end = self.xml.index(b">", element.end_tag_start) + 1

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text


def _tag_end(xml: bytes, start: int) -> int:
    """Return the offset after a start tag; a quoted value may contain ">"."""
    at = start
    while True:
        end = xml.index(b">", at)
        for quote in (b'"', b"'"):
            opening = xml.find(quote, at, end)
            other_quote = xml.find(b"'" if quote == b'"' else b'"', at, end)
            if opening >= 0 and (other_quote < 0 or opening < other_quote):
                at = xml.index(quote, opening + 1) + 1
                break
        else:
            return end + 1


def apply_edits(xml: bytes, edits: Iterable[Edit]) -> bytes:
    """Apply non-overlapping edits to the bytes; edits at the same offset keep their order."""
    pieces, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [xml[at:start], new]
        at = end
    return b"".join([*pieces, xml[at:]])


def append_child(xml: bytes, element: Element, new: bytes) -> Edit:
    """Return the edit that appends content to an element."""
    if (
        element.end_tag_start == element.start_tag_end
        and xml[element.start_tag_end - 2 : element.start_tag_end] == b"/>"
    ):
        return element.start_tag_end - 2, element.start_tag_end, b">" + new + f"</{element.tag}>".encode()
    return element.end_tag_start, element.end_tag_start, new


def build_start_tag(tag: str, attributes: Mapping[str, str], *, empty: bool = False) -> bytes:
    """Build a start tag, preserving characters and line breaks in attribute values."""
    breaks = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    written = "".join(f" {name}={quoteattr(value, breaks)}" for name, value in attributes.items())
    return f"<{tag}{written}{'/' if empty else ''}>".encode()


def replace_attributes(xml: bytes, element: Element, changes: Mapping[str, str]) -> Edit:
    """Return the edit that changes attributes of an element's start tag."""
    empty = xml[element.start_tag_end - 2 : element.start_tag_end] == b"/>"
    return (
        element.start,
        element.start_tag_end,
        build_start_tag(element.tag, {**element.attributes, **changes}, empty=empty),
    )


_CONTENT_TYPES_PATH = "[Content_Types].xml"
_RELATIONSHIPS_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_NAMESPACE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_MAX_PARTS = 2_000


@dataclass(frozen=True)
class Relationship:
    """Relationship of a part: its id, its type ("comments"), and the path of the target part."""

    id: str
    kind: str
    path: str


class Package:
    """Parts of one workbook, looked up by path, ignoring case."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._members = {member.key: member for member in read_zip_directory(data, _MAX_PARTS)}
        self._new: dict[str, tuple[str, bytes]] = {}

    def paths(self) -> list[str]:
        """Return the casefolded paths of all parts."""
        return [*self._members, *(key for key in self._new if key not in self._members)]

    def read(self, path: str) -> bytes | None:
        """Return the content of a part; None when it does not exist."""
        key = path.casefold()
        if key in self._new:
            return self._new[key][1]
        member = self._members.get(key)
        return b"".join(inflate(self._data, member)) if member else None

    def require(self, path: str) -> bytes:
        """Return the content of a required part.

        Raises
        ------
        UnsupportedMarkup
            If the part does not exist.
        """
        content = self.read(path)
        if content is None:
            raise UnsupportedMarkup
        return content

    def write(self, path: str, content: bytes) -> None:
        """Replace a part or add a new one."""
        key = path.casefold()
        self._new[key] = (self._members[key].name if key in self._members else path, content)

    def free_path(self, pattern: str) -> str:
        """Return the first unused path for a pattern such as "xl/comments{}.xml"."""
        used_paths = set(self.paths())
        return next(
            path for n in range(1, 10_000) if (path := pattern.format(n)).casefold() not in used_paths
        )

    def relationships(self, path: str) -> list[Relationship]:
        """Return the relationships of a part, except links to targets outside the file."""
        xml = self.read(_relationships_path(path))
        elements = parse_outline(xml).find_all("Relationship") if xml else []
        return [
            Relationship(
                e.attributes.get("Id", ""),
                e.attributes.get("Type", "").rpartition("/")[2],
                _resolve_target(path, e.attributes.get("Target", "")),
            )
            for e in elements
            if e.attributes.get("TargetMode") != "External"
        ]

    def add_relationship(self, path: str, kind: str, target: str, *, family: str = OFFICE_NAMESPACE) -> str:
        """Add a relationship from a part to another part and return its id."""
        relationships_path = _relationships_path(path)
        xml = (
            self.read(relationships_path)
            or f'<?xml version="1.0"?>\n<Relationships xmlns="{_RELATIONSHIPS_NAMESPACE}"/>'.encode()
        )
        root = parse_outline(xml)
        used_ids = {child.attributes.get("Id") for child in root.children}
        identity = next(name for n in range(1, len(used_ids) + 2) if (name := f"rId{n}") not in used_ids)
        values = {"Id": identity, "Type": f"{family}/{kind}", "Target": "/" + target}
        new = build_start_tag(root.prefix + "Relationship", values, empty=True)
        self.write(relationships_path, apply_edits(xml, [append_child(xml, root, new)]))
        return identity

    def declare_content_type(self, path: str, content_type: str) -> None:
        """Declare the content type of a new part."""
        self._add_content_type("Override", "PartName", "/" + path, content_type)

    def declare_extension(self, ending: str, content_type: str) -> None:
        """Declare the content type for a file extension, if not declared yet."""
        self._add_content_type("Default", "Extension", ending, content_type)

    def content_type(self, path: str) -> str:
        """Return the declared content type of a part; empty when there is none."""
        for child in parse_outline(self.require(_CONTENT_TYPES_PATH)).find_all("Override"):
            if child.attributes.get("PartName", "").casefold() == "/" + path.casefold():
                return child.attributes.get("ContentType", "")
        return ""

    def build(self) -> bytes:
        """Build the workbook file; parts that were not changed keep their compressed bytes."""
        view = memoryview(self._data)
        parts: list[Part] = []
        for key, member in self._members.items():
            if key not in self._new:
                size = sum(len(piece) for piece in inflate(self._data, member))
                packed = view[member.start : member.start + member.packed_size]
                parts.append((member.name, member.method, member.crc, size, packed))
        parts += [_compress_part(name, content) for name, content in self._new.values()]
        parts.sort(key=lambda part: part[0] != _CONTENT_TYPES_PATH)  # some programs expect it first
        return rebuild_zip(parts)

    def _add_content_type(self, tag: str, key: str, value: str, content_type: str) -> None:
        xml = self.require(_CONTENT_TYPES_PATH)
        root = parse_outline(xml)
        if any(child.attributes.get(key, "").casefold() == value.casefold() for child in root.find_all(tag)):
            return
        new = build_start_tag(root.prefix + tag, {key: value, "ContentType": content_type}, empty=True)
        self.write(_CONTENT_TYPES_PATH, apply_edits(xml, [append_child(xml, root, new)]))


def _compress_part(name: str, content: bytes) -> Part:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return name, zlib.DEFLATED, zlib.crc32(content), len(content), packer.compress(content) + packer.flush()


def _relationships_path(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return posixpath.join(folder, "_rels", name + ".rels")


def _resolve_target(path: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
