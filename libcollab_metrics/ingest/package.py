"""A modern workbook as its named parts: most are handed on as they lie in the file, a few are written anew."""

from __future__ import annotations

import posixpath
import zlib
from dataclasses import dataclass

from libcollab_metrics.ingest.container import Part, inflate, read_directory, written_anew
from libcollab_metrics.ingest.splice import Unmarkable, open_tag, outline, put_inside, spliced

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
