"""What a workbook would cost to read, counted part by part before any reader opens it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from types import MappingProxyType
from typing import Any

from libcollab_metrics.ingest.caps import LARGE_FROM_CELLS
from libcollab_metrics.ingest.coded import CodedSheet
from libcollab_metrics.ingest.codesheet import code_sheet
from libcollab_metrics.ingest.container import BadContainer, Member, Part, inflate, read_directory, written_anew
from libcollab_metrics.ingest.fastscan import scan_fast
from libcollab_metrics.ingest.limits import MB, Limits
from libcollab_metrics.ingest.looks import coloured_looks
from libcollab_metrics.ingest.odsscan import scan_ods
from libcollab_metrics.ingest.records import scan_xls, scan_xlsb_part, xlsb_sheets
from libcollab_metrics.ingest.refusal import container_refused, mostly_empty, part_refused, too_large
from libcollab_metrics.ingest.repacked import packed, stored, with_raised_digits, without_counts
from libcollab_metrics.ingest.sheetscan import PartScan, Refused, parse_piece, scan_exactly, unbroken, watching_parser
from libcollab_metrics.ingest.sniff import Format, display_name

_NEEDED = (".xml", ".rels")
_NEVER_READ = ("xl/calcchain.xml", "xl/vbaproject.bin")
_MOST_RELATIONS = 10_000
_BOOK = "xl/workbook.xml"
_EMPTIEST = 50  # cells of a large box to each that holds something: with fewer, a cell stands far from the table


@dataclass(frozen=True)
class SheetNotes:
    """What a reader would lose of one sheet.

    `errors` are error texts by address. `coded` is the sheet itself where it has the usual shape: the reader then gets
    a short sheet of its distinct cells. Hidden rows and columns are Excel numbers, the latter first and last of each
    range; `coloured` are rows and columns of cells without a value on a colour.
    """

    errors: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    formulas_without_value: tuple[str, ...] = ()
    formulas_without_value_count: int = 0
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    coloured: tuple[tuple[int, int], ...] = ()
    coded: CodedSheet | None = None


@dataclass(frozen=True)
class Preflight:
    """A workbook that may be read.

    `data` is what the reader gets: for zip workbooks a container written anew from the checked parts,
    without macros or pictures. `cells` counts the filled boxes of all sheets, blanks inside included.
    `notes` holds one entry per sheet, in the workbook's order.
    """

    kind: Format
    sheets: int
    cells: int
    inflated: int
    data: bytes = field(repr=False)
    notes: tuple[SheetNotes, ...] = field(default=(), repr=False)


def check_upload(data: bytes, name: str, limits: Limits) -> None:
    """Refuse a file of more bytes than may be uploaded."""
    if len(data) > limits.upload:
        raise too_large("upload", display_name(name), limits.upload // MB, -(-len(data) // MB))


def preflight(data: bytes, name: str, kind: Format, limits: Limits) -> Preflight:
    """Check a workbook against `limits` by streaming, before a reader opens it.

    Raises
    ------
    UnreadableFile : a limit is passed or the file is unsound; the text names the limit or the cell and
        says what to do.
    """
    check_upload(data, name, limits)
    label = display_name(name)
    try:
        if kind == "xls":
            return _preflight_xls(data, limits, label)
        return _ZipCheck(data, kind, limits, label).run()
    except Refused as refused:
        raise part_refused(refused, label, limits) from None
    except BadContainer as bad:
        raise container_refused(bad.reason, label, limits.members) from None


def _preflight_xls(data: bytes, limits: Limits, label: str) -> Preflight:
    scans = scan_xls(data, limits.sheets, limits.strings)
    for number, scan in enumerate(scans, 1):
        _check_box(scan, number, limits, label)
    cells = _check_all(scans, limits, label)
    return Preflight("xls", len(scans), cells, len(data), data, tuple(map(_notes, scans)))


class _ZipCheck:
    """One pass over the members of a zip workbook, counting everything that inflates."""

    def __init__(self, data: bytes, kind: Format, limits: Limits, label: str) -> None:
        self.data, self.kind, self.limits, self.label = data, kind, limits, label
        self.members = read_directory(data, limits.members)
        if kind == "xlsx":
            self.members = self._with_usual_names()
        self.inflated = sum(member.size for member in self.members)  # as the directory says; more is refused
        if self.inflated > limits.inflated:
            raise too_large("inflated", label, limits.inflated // MB, self.inflated // MB)
        self.scans: dict[str, PartScan] = {}
        self.tables: list[PartScan] = []
        self.coloured: frozenset[int] = frozenset()
        self.replaced: dict[str, Part] = {}

    def run(self) -> Preflight:
        for member in self.members:
            self._check(member)
        sheets = self._sheets()
        if len(sheets) > self.limits.sheets:
            raise Refused("too many sheets")
        stray = [scan for scan in self.scans.values() if all(scan is not sheet for sheet in sheets)]
        for number, scan in [*enumerate(sheets, 1), *((0, scan) for scan in stray)]:
            _check_box(scan, number, self.limits, self.label)
        cells = _check_all([*sheets, *stray], self.limits, self.label)
        return Preflight(self.kind, len(sheets), cells, self.inflated, self._clean(), self._notes(sheets))

    def _notes(self, sheets: list[PartScan]) -> tuple[SheetNotes, ...]:
        return tuple(_notes(sheet, self.coloured) for sheet in sheets)

    def _check(self, member: Member) -> None:
        if self.kind == "ods" and member.key == "content.xml":
            self.tables = scan_ods(self._pieces(member), self.limits.depth, self.limits.sheets)
        elif member.key.endswith(_NEEDED):
            self._check_xml(member)
        elif self.kind == "xlsb" and member.key.endswith(".bin") and member.key not in _NEVER_READ:
            self.scans[member.key] = scan_xlsb_part(b"".join(inflate(self.data, member)))

    def _pieces(self, member: Member) -> Iterator[bytes]:
        return unbroken(inflate(self.data, member))

    def _check_xml(self, member: Member) -> None:
        scan = self._scan_quickly(member) or scan_exactly(self._pieces(member), self.limits.depth)
        if member.key == "xl/sharedstrings.xml":
            self._check_strings(member, scan)
        if member.key == "xl/styles.xml":
            self.coloured = coloured_looks(inflate(self.data, member))
        if member.key not in _NEVER_READ:
            self.scans[member.key] = scan

    def _scan_quickly(self, member: Member) -> PartScan | None:
        """Scan a part in its usual shape; None when it has another."""
        pieces = self._pieces(member)
        first = next(pieces, b"")
        if b"<sheetData" not in first:
            return scan_fast(chain([first], pieces), self.limits.depth)
        sheet = code_sheet(chain([first], pieces), self.limits.depth, self.limits.cells)
        if sheet is None:
            return None
        self.replaced[member.key] = stored(member.path, sheet.short_sheet)
        return sheet.scan()

    def _check_strings(self, member: Member, scan: PartScan) -> None:
        """Readers set memory aside for the announced number of strings before reading one: a false one goes."""
        if scan.root != "sst":
            raise Refused("damaged")
        if scan.strings > self.limits.strings:
            raise Refused("too many strings")
        announced = scan.root_attributes.get("uniqueCount", "0")
        is_false = not announced.isdecimal() or int(announced) > scan.strings
        pieces = inflate(self.data, member)
        if is_false:
            pieces = without_counts(pieces)
        if scan.raised:
            pieces = iter([with_raised_digits(b"".join(pieces))])
        if is_false or scan.raised:
            self.replaced[member.key] = packed(member.path, pieces)

    def _sheets(self) -> list[PartScan]:
        """Return the scans of the sheets in the workbook's order; a sheet without a part counts as empty."""
        if self.kind == "ods":
            return self.tables
        book = "workbook.bin" if self.kind == "xlsb" else "workbook.xml"
        targets = {
            found.get("Id", ""): found.get("Target", "")
            for found in self._elements(f"xl/_rels/{book}.rels", "Relationship")
        }
        if self.kind == "xlsb":
            identities = xlsb_sheets(b"".join(inflate(self.data, self._member("xl/workbook.bin"))))
        else:
            identities = [_relation(found) for found in self._elements("xl/workbook.xml", "sheet")]
        return [self.scans.get(_part(targets.get(identity, "")), PartScan()) for identity in identities]

    def _member(self, key: str) -> Member:
        for member in self.members:
            if member.key == key:
                return member
        raise Refused("damaged")

    def _with_usual_names(self) -> list[Member]:
        """Return the members with the workbook part called what readers call it, whatever the file calls it."""
        links = self._elements("_rels/.rels", "Relationship") if self._has("_rels/.rels") else []
        books = [posixpath.split(_part(f"/{link.get('Target', '')}")) for link in links if _is_book(link)]
        if self._has(_BOOK) or len(books) != 1 or books[0][0] != "xl":
            return self.members
        other = {
            f"xl/{books[0][1]}": _BOOK,
            f"xl/_rels/{books[0][1]}.rels": f"xl/_rels/{posixpath.basename(_BOOK)}.rels",
        }
        return [replace(member, name=other.get(member.key, member.name)) for member in self.members]

    def _has(self, key: str) -> bool:
        return any(member.key == key for member in self.members)

    def _elements(self, key: str, wanted: str) -> list[dict[str, str]]:
        """Collect the attributes of every element of one name in one small part."""
        found: list[dict[str, str]] = []

        def note(tag: str, attributes: dict[str, str]) -> None:
            if tag.rpartition(":")[2] == wanted:
                found.append(attributes)
            if len(found) > _MOST_RELATIONS:
                raise Refused("damaged")

        parser: Any = watching_parser()
        parser.StartElementHandler = note
        for piece in inflate(self.data, self._member(key)):
            parse_piece(parser, piece)
        return found

    def _clean(self) -> bytes:
        view = memoryview(self.data)
        parts: list[Part] = []
        for member in self.members:
            if member.key not in self.scans and member.key not in ("mimetype", "content.xml"):
                continue
            if member.key in self.replaced:
                parts.append(self.replaced[member.key])
            else:
                packed_view = view[member.start : member.start + member.packed]
                parts.append((member.path, member.method, member.crc, member.size, packed_view))
        return written_anew(parts)


def _relation(attributes: dict[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")


def _is_book(link: dict[str, str]) -> bool:
    return link.get("Type", "").endswith("/officeDocument")


def _part(target: str) -> str:
    path = target.lstrip("/") if target.startswith("/") else posixpath.normpath("xl/" + target)
    return path.casefold()


def _notes(scan: PartScan, coloured: frozenset[int] = frozenset()) -> SheetNotes:
    return SheetNotes(
        MappingProxyType(scan.errors),
        tuple(scan.formulas_without_value),
        scan.formulas_without_value_count,
        tuple(scan.hidden_rows),
        tuple(scan.hidden_columns),
        tuple(sorted(place for look, places in scan.styled_blanks.items() if look in coloured for place in places)),
        scan.coded,
    )


def _check_box(scan: PartScan, number: int, limits: Limits, label: str) -> None:
    box = scan.box
    if box.columns > limits.columns:
        raise too_large("columns", label, limits.columns, box.columns, sheet=number, cell=box.rightmost)
    if box.cells > limits.cells:
        raise too_large("cells", label, limits.cells, box.cells, sheet=number, cell=box.lowest)
    if scan.coded is None and box.cells > LARGE_FROM_CELLS and box.cells > _EMPTIEST * scan.filled:
        raise mostly_empty(label, box.cells, scan.filled, sheet=number, cell=box.lowest)


def _check_all(scans: list[PartScan], limits: Limits, label: str) -> int:
    """Count the cells of all sheets together."""
    cells = sum(scan.box.cells for scan in scans)
    if cells > limits.cells:
        raise too_large("cells", label, limits.cells, cells)
    if sum(scan.merges for scan in scans) > limits.merges:
        raise too_large("merges", label, limits.merges)
    return cells
