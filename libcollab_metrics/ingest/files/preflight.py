"""Check a workbook before it is parsed: size limits, broken formulas, stray cells, parts to read.

Parts are streamed and counted; only the checked parts are passed on to the reader.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from types import MappingProxyType
from typing import Any

from libcollab_metrics.ingest.files.detect import Format
from libcollab_metrics.ingest.files.ods_scan import scan_ods
from libcollab_metrics.ingest.files.refusals import (
    broken_formulas_error,
    display_name,
    invalid_container_error,
    invalid_part_error,
    limit_exceeded_error,
    stray_cell_error,
)
from libcollab_metrics.ingest.files.xls_scan import scan_xls, scan_xlsb_part, xlsb_sheet_ids
from libcollab_metrics.ingest.files.xlsx_encode import EncodedSheet, encode_sheet
from libcollab_metrics.ingest.files.xml_scan import (
    PartRejected,
    PartScan,
    StyleNumbers,
    create_checking_parser,
    limit_text_length,
    parse_piece,
    read_styles,
    scan_elements,
    scan_fast,
)
from libcollab_metrics.ingest.files.zip_container import (
    Member,
    Part,
    ZipError,
    compress_part,
    convert_superscripts,
    inflate,
    read_zip_directory,
    rebuild_zip,
    remove_string_counts,
    store_part,
)
from libcollab_metrics.ingest.limits import LARGE_FILE_CELLS, MB, Limits

# Relationships of the workbook: the part of each sheet, and the names under which readers look for it.

_MAX_ELEMENTS = 10_000  # maximum number of elements of one name in one part


def find_elements(pieces: Iterable[bytes], local_name: str) -> list[dict[str, str]]:
    """Return the attributes of every element with a local name in a part.

    Raises
    ------
    PartRejected
        If the part is not valid XML, or has more than 10,000 such elements.
    """
    elements: list[dict[str, str]] = []

    def note(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == local_name:
            elements.append(attributes)
        if len(elements) > _MAX_ELEMENTS:
            raise PartRejected("damaged")

    parser: Any = create_checking_parser()
    parser.StartElementHandler = note
    for piece in pieces:
        parse_piece(parser, piece)
    return elements


def relationship_id(attributes: dict[str, str]) -> str:
    """Return the relationship id of a sheet in workbook.xml; empty when it has none."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")


def is_workbook_link(link: dict[str, str]) -> bool:
    """Return whether a relationship of the package leads to the workbook part."""
    return link.get("Type", "").endswith("/officeDocument")


def candidate_paths(target: str) -> tuple[str, ...]:
    """Return the part keys that a workbook relationship may refer to, most likely first.

    A target beginning with "xl/" is relative to the workbook in some readers and absolute in others.

    Examples
    --------
    >>> candidate_paths("worksheets/Sheet1.xml"), candidate_paths("/xl/a.xml"), candidate_paths("xl/a.xml")
    (('xl/worksheets/sheet1.xml',), ('xl/a.xml',), ('xl/xl/a.xml', 'xl/a.xml'))
    """
    path = target.lstrip("/") if target.startswith("/") else posixpath.normpath("xl/" + target)
    whole = (target.casefold(),) if target.casefold().startswith("xl/") else ()
    return path.casefold(), *whole


_OPEN_DOCUMENT_PARTS = frozenset({"mimetype", "content.xml", "meta-inf/manifest.xml"})
#: Relationship types, besides those of the sheets, whose targets a reader opens.
_READ_RELATIONS = ("sharedStrings", "styles")
_WORKBOOK_PATH = "xl/workbook.xml"
_MIN_BROKEN_CELLS = 100_000  # error cells; with more, and in most filled cells, the formulas are broken
_MAX_STYLED_CELLS = 50_000  # filled cells of a sheet up to which colors and crossed-out cells are read
_MAX_CELLS_PER_FILLED = 50  # maximum cells per filled cell in a large range; with more, there is a stray cell


@dataclass(frozen=True)
class SheetNotes:
    """Properties of one sheet that the reader does not return.

    Attributes
    ----------
    errors : mapping of str to str
        Error texts by address.
    formulas_without_value : tuple of str
        Addresses of formulas without a stored result, up to a maximum.
    formulas_without_value_count : int
        Number of such formulas.
    hidden_rows : tuple of int
        Excel rows.
    hidden_columns : tuple of (int, int)
        First and last Excel column of each hidden range.
    filled_blanks : tuple of (int, int)
        Row and column of cells without a value but with a fill color.
    struck_cells : tuple of (int, int)
        Excel rows and columns of filled cells that are struck through; known for the usual markup of an XLSX
        file only, and for at most `_MAX_STYLED_CELLS` filled cells.
    encoded : EncodedSheet, optional
        The sheet itself when its markup is in the usual form; the reader then gets a short sheet of distinct
        cells.
    colored_rows : tuple of int
        Excel rows most of whose cells have a fill color, of such an XLSX file that is not very large.
    """

    errors: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    formulas_without_value: tuple[str, ...] = ()
    formulas_without_value_count: int = 0
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    filled_blanks: tuple[tuple[int, int], ...] = ()
    struck_cells: tuple[tuple[int, int], ...] = ()
    encoded: EncodedSheet | None = None
    colored_rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Preflight:
    """Workbook that passed the checks.

    Attributes
    ----------
    kind : Format
        Format of the file.
    sheets : int
        Number of sheets.
    cells : int
        Cells within the used ranges of all sheets, including blanks.
    inflated : int
        Decompressed size in bytes.
    data : bytes
        Data for the reader. For ZIP workbooks this is a new container with only the checked parts; macros,
        images, printer settings, pivot caches and the like are not included.
    notes : tuple of SheetNotes
        One entry per sheet, in the workbook's order.
    """

    kind: Format
    sheets: int
    cells: int
    inflated: int
    data: bytes = field(repr=False)
    notes: tuple[SheetNotes, ...] = field(default=(), repr=False)


def check_upload(size: int, name: str, limits: Limits) -> None:
    """Reject a file larger than the upload limit.

    Parameters
    ----------
    size : int
        Size of the file in bytes.
    name : str
        Name of the file, for the message.
    limits : Limits
        Limits on uploaded files.

    Raises
    ------
    UnreadableFileError
        If the file is too large.
    """
    if size > limits.upload:
        raise limit_exceeded_error("upload", display_name(name), limits.upload // MB, -(-size // MB))


def check_workbook(data: bytes, name: str, kind: Format, limits: Limits) -> Preflight:
    """Check a workbook against `limits` by streaming its parts, before a reader opens it.

    Raises
    ------
    UnreadableFileError
        If a limit is exceeded or the file is invalid; the message names the limit or the cell, and what to
        do.
    """
    check_upload(len(data), name, limits)
    label = display_name(name)
    try:
        if kind == "xls":
            return _check_xls(data, limits, label)
        return _ZipCheck(data, kind, limits, label).run()
    except PartRejected as refused:
        raise invalid_part_error(refused, label, limits) from None
    except ZipError as bad:
        raise invalid_container_error(bad.reason, label, limits.members) from None


def _check_xls(data: bytes, limits: Limits, label: str) -> Preflight:
    scans = scan_xls(data, limits.sheets, limits.strings)
    for number, scan in enumerate(scans, 1):
        _check_box(scan, number, limits, label)
    cells = _check_totals(scans, limits, label)
    return Preflight("xls", len(scans), cells, len(data), data, tuple(map(_notes_from_scan, scans)))


class _ZipCheck:
    """Single pass over the members of a ZIP workbook that a reader opens.

    Other members are not decompressed.
    """

    def __init__(self, data: bytes, kind: Format, limits: Limits, label: str) -> None:
        self.data, self.kind, self.limits, self.label = data, kind, limits, label
        self.members = read_zip_directory(data, limits.members)
        if kind == "xlsx":
            self.members = self._rename_workbook_part()
        self.inflated = sum(member.size for member in self.members)  # as declared; more is an error
        if self.inflated > limits.inflated:
            raise limit_exceeded_error("inflated", label, limits.inflated // MB, self.inflated // MB)
        self.scans: dict[str, PartScan] = {}
        self.tables: list[PartScan] = []
        self.styles = StyleNumbers()
        self.replaced: dict[str, Part] = {}
        self.read: frozenset[str] = frozenset()
        self.sheet_parts: list[tuple[str, ...]] = []

    def run(self) -> Preflight:
        self.read = self._find_parts_to_read()
        for member in self.members:
            if member.key in self.read:
                self._check_member(member)
        sheets = self._sheet_scans()
        stray = [scan for scan in self.scans.values() if all(scan is not sheet for sheet in sheets)]
        for number, scan in [*enumerate(sheets, 1), *((0, scan) for scan in stray)]:
            _check_box(scan, number, self.limits, self.label)
        cells = _check_totals([*sheets, *stray], self.limits, self.label)
        return Preflight(
            self.kind, len(sheets), cells, self.inflated, self._rebuild_container(), self._sheet_notes(sheets)
        )

    def _find_parts_to_read(self) -> frozenset[str]:
        """Return the keys of the parts a reader opens, and record the part of each sheet.

        Raises
        ------
        PartRejected
            If the workbook part or its relationships are missing or invalid, or there are too many sheets.
        """
        if self.kind == "ods":
            return _OPEN_DOCUMENT_PARTS
        ending = "bin" if self.kind == "xlsb" else "xml"
        book, relations = f"xl/workbook.{ending}", f"xl/_rels/workbook.{ending}.rels"
        links = self._find_elements(relations, "Relationship")
        targets = {link.get("Id", ""): link.get("Target", "") for link in links}
        if self.kind == "xlsb":
            identities = xlsb_sheet_ids(b"".join(inflate(self.data, self._find_member(book))))
        else:
            identities = [relationship_id(element) for element in self._find_elements(book, "sheet")]
        if len(identities) > self.limits.sheets:
            raise PartRejected("too many sheets")
        self.sheet_parts = [candidate_paths(targets.get(identity, "")) for identity in identities]
        tables = [
            candidate_paths(link.get("Target", ""))
            for link in links
            if link.get("Type", "").endswith(_READ_RELATIONS)
        ]
        fixed = (book, relations, "_rels/.rels", f"xl/sharedstrings.{ending}", f"xl/styles.{ending}")
        return frozenset([*fixed, *chain.from_iterable([*self.sheet_parts, *tables])])

    def _sheet_notes(self, sheets: list[PartScan]) -> tuple[SheetNotes, ...]:
        return tuple(_notes_from_scan(sheet, self.styles) for sheet in sheets)

    def _check_member(self, member: Member) -> None:
        if member.key == "content.xml":
            self.tables = scan_ods(self._pieces(member), self.limits.depth, self.limits.sheets)
        elif member.key.endswith(".bin"):
            self.scans[member.key] = scan_xlsb_part(b"".join(inflate(self.data, member)))
        elif member.key != "mimetype":
            self._check_xml(member)

    def _pieces(self, member: Member) -> Iterator[bytes]:
        return limit_text_length(inflate(self.data, member))

    def _check_xml(self, member: Member) -> None:
        scan = self._scan_usual_markup(member) or scan_elements(self._pieces(member), self.limits.depth)
        if member.key == "xl/sharedstrings.xml":
            self._check_strings(member, scan)
        if member.key == "xl/styles.xml":
            self.styles = read_styles(inflate(self.data, member))
        self.scans[member.key] = scan

    def _scan_usual_markup(self, member: Member) -> PartScan | None:
        """Scan a part in the usual markup; return None when it has another form."""
        pieces = self._pieces(member)
        first = next(pieces, b"")
        if b"<sheetData" not in first:
            return scan_fast(chain([first], pieces), self.limits.depth)
        sheet = encode_sheet(chain([first], pieces), self.limits.depth, self.limits.cells)
        if sheet is None:
            return None
        self.replaced[member.key] = store_part(member.path, sheet.short_sheet)
        return sheet.scan()

    def _check_strings(self, member: Member, scan: PartScan) -> None:
        """Check the shared strings, and remove a false count: readers allocate memory for it."""
        if scan.root != "sst":
            raise PartRejected("damaged")
        if scan.strings > self.limits.strings:
            raise PartRejected("too many strings")
        announced = scan.root_attributes.get("uniqueCount", "0")
        is_false = not announced.isdecimal() or int(announced) > scan.strings
        pieces = inflate(self.data, member)
        if is_false:
            pieces = remove_string_counts(pieces)
        if scan.has_superscript:
            pieces = iter([convert_superscripts(b"".join(pieces))])
        if is_false or scan.has_superscript:
            self.replaced[member.key] = compress_part(member.path, pieces)

    def _sheet_scans(self) -> list[PartScan]:
        """Return the scans of the sheets in workbook order; a sheet without a part is empty."""
        if self.kind == "ods":
            return self.tables
        scans_by_sheet = (
            (self.scans[path] for path in paths if path in self.scans) for paths in self.sheet_parts
        )
        return [next(scans, PartScan()) for scans in scans_by_sheet]

    def _find_member(self, key: str) -> Member:
        for member in self.members:
            if member.key == key:
                return member
        raise PartRejected("damaged")

    def _rename_workbook_part(self) -> list[Member]:
        """Return the members with the workbook part renamed to the path that readers expect."""
        links = self._find_elements("_rels/.rels", "Relationship") if self._has_member("_rels/.rels") else []
        books = [
            posixpath.split(candidate_paths(f"/{link.get('Target', '')}")[0])
            for link in links
            if is_workbook_link(link)
        ]
        if self._has_member(_WORKBOOK_PATH) or len(books) != 1 or books[0][0] != "xl":
            return self.members
        renamed = {
            f"xl/{books[0][1]}": _WORKBOOK_PATH,
            f"xl/_rels/{books[0][1]}.rels": f"xl/_rels/{posixpath.basename(_WORKBOOK_PATH)}.rels",
        }
        return [replace(member, name=renamed.get(member.key, member.name)) for member in self.members]

    def _has_member(self, key: str) -> bool:
        return any(member.key == key for member in self.members)

    def _find_elements(self, key: str, wanted: str) -> list[dict[str, str]]:
        return find_elements(inflate(self.data, self._find_member(key)), wanted)

    def _rebuild_container(self) -> bytes:
        view = memoryview(self.data)
        parts: list[Part] = []
        for member in self.members:
            if member.key not in self.read:
                continue
            if member.key in self.replaced:
                parts.append(self.replaced[member.key])
            else:
                packed_view = view[member.start : member.start + member.packed_size]
                parts.append((member.path, member.method, member.crc, member.size, packed_view))
        return rebuild_zip(parts)


_PLAIN = StyleNumbers()


def _notes_from_scan(scan: PartScan, styles: StyleNumbers = _PLAIN) -> SheetNotes:
    are_few = scan.filled <= _MAX_STYLED_CELLS
    return SheetNotes(
        MappingProxyType(scan.errors),
        tuple(scan.formulas_without_value),
        scan.formulas_without_value_count,
        tuple(scan.hidden_rows),
        tuple(scan.hidden_columns),
        tuple(
            sorted(
                position
                for look, places in scan.styled_blanks.items()
                if look in styles.filled
                for position in places
            )
        ),
        scan.encoded.cells_in_styles(styles.struck) if scan.encoded and are_few and styles.struck else (),
        scan.encoded,
        scan.encoded.rows_in_styles(styles.filled) if scan.encoded and are_few and styles.filled else (),
    )


def _check_box(scan: PartScan, number: int, limits: Limits, label: str) -> None:
    box = scan.box
    if box.columns > limits.columns:
        raise limit_exceeded_error(
            "columns", label, limits.columns, box.columns, sheet=number, cell=box.rightmost
        )
    if box.cells > limits.cells:
        raise limit_exceeded_error("cells", label, limits.cells, box.cells, sheet=number, cell=box.lowest)
    if (
        scan.encoded is None
        and box.cells > LARGE_FILE_CELLS
        and box.cells > _MAX_CELLS_PER_FILLED * scan.filled
    ):
        raise stray_cell_error(label, box.cells, scan.filled, sheet=number, cell=box.lowest)


def _check_totals(scans: list[PartScan], limits: Limits, label: str) -> int:
    """Check the totals over all sheets and return the number of cells."""
    cells = sum(scan.box.cells for scan in scans)
    if cells > limits.cells:
        raise limit_exceeded_error("cells", label, limits.cells, cells)
    if sum(scan.merges for scan in scans) > limits.merges:
        raise limit_exceeded_error("merges", label, limits.merges)
    errors = sum(len(scan.errors) for scan in scans)
    if errors > _MIN_BROKEN_CELLS and errors * 2 > sum(scan.filled for scan in scans):
        raise broken_formulas_error(label, errors, next(cell for scan in scans for cell in scan.errors))
    return cells
