"""What a workbook would cost to read, counted part by part before any reader opens it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from types import MappingProxyType
from typing import Any

from libcollab_metrics.ingest.files.detect import Format, display_name
from libcollab_metrics.ingest.files.ods_scan import scan_ods
from libcollab_metrics.ingest.files.refusals import (
    container_refused,
    mostly_empty,
    mostly_errors,
    part_refused,
    too_large,
)
from libcollab_metrics.ingest.files.xls_scan import scan_xls, scan_xlsb_part, xlsb_sheets
from libcollab_metrics.ingest.files.xlsx_encode import CodedSheet, code_sheet
from libcollab_metrics.ingest.files.xml_scan import (
    PartScan,
    Refused,
    coloured_looks,
    parse_piece,
    scan_exactly,
    scan_fast,
    unbroken,
    watching_parser,
)
from libcollab_metrics.ingest.files.zip_container import (
    BadContainer,
    Member,
    Part,
    inflate,
    packed,
    read_directory,
    stored,
    with_raised_digits,
    without_counts,
    written_anew,
)
from libcollab_metrics.ingest.limits import LARGE_FROM_CELLS, MB, Limits

# The relationships of a workbook's parts: which part each sheet is in, and under which names readers look for it.

_MOST = 10_000  # elements of one name in one part


def elements(pieces: Iterable[bytes], wanted: str) -> list[dict[str, str]]:
    """Return the attributes of every element of one name, given without its prefix, in a part.

    Raises
    ------
    Refused : the part is not sound XML, or holds more than 10,000 such elements.
    """
    found: list[dict[str, str]] = []

    def note(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == wanted:
            found.append(attributes)
        if len(found) > _MOST:
            raise Refused("damaged")

    parser: Any = watching_parser()
    parser.StartElementHandler = note
    for piece in pieces:
        parse_piece(parser, piece)
    return found


def relation_id(attributes: dict[str, str]) -> str:
    """Return the id of the relationship that a sheet of workbook.xml names; empty when it names none."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")


def is_book(link: dict[str, str]) -> bool:
    """Whether a relationship of the package leads to its workbook part."""
    return link.get("Type", "").endswith("/officeDocument")


def paths_of(target: str) -> tuple[str, ...]:
    """Return the keys of the parts that the target of a relationship of the workbook may mean, likeliest first.

    A target that begins with "xl/" is relative to the workbook for some readers and a whole path for others.

    Examples
    --------
    >>> paths_of("worksheets/Sheet1.xml"), paths_of("/xl/a.xml"), paths_of("xl/a.xml")
    (('xl/worksheets/sheet1.xml',), ('xl/a.xml',), ('xl/xl/a.xml', 'xl/a.xml'))
    """
    path = target.lstrip("/") if target.startswith("/") else posixpath.normpath("xl/" + target)
    whole = (target.casefold(),) if target.casefold().startswith("xl/") else ()
    return path.casefold(), *whole


_OPEN_DOCUMENT_PARTS = frozenset({"mimetype", "content.xml", "meta-inf/manifest.xml"})
#: Kinds of relationship, besides those of its sheets, whose target a reader opens.
_READ_RELATIONS = ("sharedStrings", "styles")
_BOOK = "xl/workbook.xml"
_MANY_ERRORS = 100_000  # cells that show an error: with more, and most cells among them, the formulas are broken
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

    `data` is what the reader gets: for zip workbooks a container written anew from the parts it reads, which were
    checked; macros, pictures, printer settings, pivot caches and the like are not among them. `cells` counts the
    filled boxes of all sheets, blanks inside included.
    `notes` holds one entry per sheet, in the workbook's order.
    """

    kind: Format
    sheets: int
    cells: int
    inflated: int
    data: bytes = field(repr=False)
    notes: tuple[SheetNotes, ...] = field(default=(), repr=False)


def check_upload(size: int, name: str, limits: Limits) -> None:
    """Refuse a file of more bytes than may be uploaded."""
    if size > limits.upload:
        raise too_large("upload", display_name(name), limits.upload // MB, -(-size // MB))


def preflight(data: bytes, name: str, kind: Format, limits: Limits) -> Preflight:
    """Check a workbook against `limits` by streaming, before a reader opens it.

    Raises
    ------
    UnreadableFile : a limit is passed or the file is unsound; the text names the limit or the cell and
        says what to do.
    """
    check_upload(len(data), name, limits)
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
    """One pass over the members of a zip workbook that a reader opens; the others are never inflated."""

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
        self.read: frozenset[str] = frozenset()
        self.sheet_parts: list[tuple[str, ...]] = []

    def run(self) -> Preflight:
        self.read = self._parts_to_read()
        for member in self.members:
            if member.key in self.read:
                self._check(member)
        sheets = self._sheets()
        stray = [scan for scan in self.scans.values() if all(scan is not sheet for sheet in sheets)]
        for number, scan in [*enumerate(sheets, 1), *((0, scan) for scan in stray)]:
            _check_box(scan, number, self.limits, self.label)
        cells = _check_all([*sheets, *stray], self.limits, self.label)
        return Preflight(self.kind, len(sheets), cells, self.inflated, self._clean(), self._notes(sheets))

    def _parts_to_read(self) -> frozenset[str]:
        """Return the keys of the parts a reader opens, and note which part each sheet is in.

        Raises
        ------
        Refused : the workbook part or its relationships are missing or unsound, or it names too many sheets.
        """
        if self.kind == "ods":
            return _OPEN_DOCUMENT_PARTS
        ending = "bin" if self.kind == "xlsb" else "xml"
        book, relations = f"xl/workbook.{ending}", f"xl/_rels/workbook.{ending}.rels"
        links = self._elements(relations, "Relationship")
        targets = {link.get("Id", ""): link.get("Target", "") for link in links}
        if self.kind == "xlsb":
            identities = xlsb_sheets(b"".join(inflate(self.data, self._member(book))))
        else:
            identities = [relation_id(found) for found in self._elements(book, "sheet")]
        if len(identities) > self.limits.sheets:
            raise Refused("too many sheets")
        self.sheet_parts = [paths_of(targets.get(identity, "")) for identity in identities]
        tables = [paths_of(link.get("Target", "")) for link in links if link.get("Type", "").endswith(_READ_RELATIONS)]
        fixed = (book, relations, "_rels/.rels", f"xl/sharedstrings.{ending}", f"xl/styles.{ending}")
        return frozenset([*fixed, *chain.from_iterable([*self.sheet_parts, *tables])])

    def _notes(self, sheets: list[PartScan]) -> tuple[SheetNotes, ...]:
        return tuple(_notes(sheet, self.coloured) for sheet in sheets)

    def _check(self, member: Member) -> None:
        if member.key == "content.xml":
            self.tables = scan_ods(self._pieces(member), self.limits.depth, self.limits.sheets)
        elif member.key.endswith(".bin"):
            self.scans[member.key] = scan_xlsb_part(b"".join(inflate(self.data, member)))
        elif member.key != "mimetype":
            self._check_xml(member)

    def _pieces(self, member: Member) -> Iterator[bytes]:
        return unbroken(inflate(self.data, member))

    def _check_xml(self, member: Member) -> None:
        scan = self._scan_quickly(member) or scan_exactly(self._pieces(member), self.limits.depth)
        if member.key == "xl/sharedstrings.xml":
            self._check_strings(member, scan)
        if member.key == "xl/styles.xml":
            self.coloured = coloured_looks(inflate(self.data, member))
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
        found = ((self.scans[path] for path in paths if path in self.scans) for paths in self.sheet_parts)
        return [next(scans, PartScan()) for scans in found]

    def _member(self, key: str) -> Member:
        for member in self.members:
            if member.key == key:
                return member
        raise Refused("damaged")

    def _with_usual_names(self) -> list[Member]:
        """Return the members with the workbook part called what readers call it, whatever the file calls it."""
        links = self._elements("_rels/.rels", "Relationship") if self._has("_rels/.rels") else []
        books = [posixpath.split(paths_of(f"/{link.get('Target', '')}")[0]) for link in links if is_book(link)]
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
        return elements(inflate(self.data, self._member(key)), wanted)

    def _clean(self) -> bytes:
        view = memoryview(self.data)
        parts: list[Part] = []
        for member in self.members:
            if member.key not in self.read:
                continue
            if member.key in self.replaced:
                parts.append(self.replaced[member.key])
            else:
                packed_view = view[member.start : member.start + member.packed]
                parts.append((member.path, member.method, member.crc, member.size, packed_view))
        return written_anew(parts)


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
    errors = sum(len(scan.errors) for scan in scans)
    if errors > _MANY_ERRORS and errors * 2 > sum(scan.filled for scan in scans):
        raise mostly_errors(label, errors, next(cell for scan in scans for cell in scan.errors))
    return cells
