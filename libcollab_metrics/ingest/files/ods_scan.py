"""Scan an OpenDocument spreadsheet for used ranges and errors, and limit repeated cells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from libcollab_metrics.ingest.files.cells import cell_reference
from libcollab_metrics.ingest.files.xml_scan import (
    LAST_COLUMN,
    LAST_ROW,
    PartRejected,
    PartScan,
    create_checking_parser,
    parse_piece,
)

_MAX_REPEATS = 100_000  # maximum repetition of one filled cell, by rows or by columns
_CELLS = ("table:table-cell", "table:covered-table-cell")


_HIDDEN = ("collapse", "filter")
#: Error text of a numeric cell, as stored by programs before LibreOffice 4.
_ERROR = re.compile(r"#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!)$|Err:\d{3}$")
_SPANS = {"table:number-columns-spanned", "table:number-rows-spanned"}


def scan_ods(pieces: Iterable[bytes], depth: int, sheets: int) -> list[PartScan]:
    """Scan the tables of content.xml, in order.

    Raises
    ------
    PartRejected
        With reason "not well formed", "doctype", "encoding", "too deep", "too many sheets", "beyond the
        grid", "endless repeat" or "table in a cell".
    """
    scanner = _TableScan(depth, sheets)
    for piece in pieces:
        parse_piece(scanner.parser, piece)
    parse_piece(scanner.parser, b"", last=True)
    return scanner.scans


class _TableScan:
    """Find the used range of each table; a repeated cell counts as often as it is repeated."""

    def __init__(self, depth: int, sheets: int) -> None:
        self.scans: list[PartScan] = []
        self.most_depth, self.most_sheets = depth, sheets
        self.depth = self.row = self.column = self.declared = 0
        self.row_hidden = self.numeric = False
        self.row_repeat = self.column_repeat = 1
        self.filled = self.is_error = self.formula = self.valued = False
        self.text = ""
        self.in_cell = 0
        self.parser = create_checking_parser()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > self.most_depth:
            raise PartRejected("too deep")
        if tag == "table:table":
            if self.in_cell:
                raise PartRejected(
                    "table in a cell", cell_reference(self.row + 1, min(self.column + 1, LAST_COLUMN))
                )
            self.scans.append(PartScan())
            self.row = self.declared = 0
            if len(self.scans) > self.most_sheets:
                raise PartRejected("too many sheets")
        elif tag == "table:table-row":
            self.row_repeat = _parse_repeat(attributes.get("table:number-rows-repeated"))
            self.column = 0
            self.row_hidden = attributes.get("table:visibility") in _HIDDEN
        elif tag == "table:table-column" and self.scans:
            self._add_column_declaration(attributes)
        elif tag in _CELLS:
            self._start_cell(attributes)

    def _add_column_declaration(self, attributes: dict[str, str]) -> None:
        first = self.declared + 1
        self.declared += _parse_repeat(attributes.get("table:number-columns-repeated"))
        if attributes.get("table:visibility") in _HIDDEN:
            self.scans[-1].hidden_columns.append((first, self.declared))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.in_cell = self.depth
        self.column_repeat = _parse_repeat(attributes.get("table:number-columns-repeated"))
        self.valued = "office:value-type" in attributes or "calcext:value-type" in attributes
        self.formula = "table:formula" in attributes
        self.scans[-1].merges += bool(_SPANS & attributes.keys()) if self.scans else 0
        self.is_error = attributes.get("calcext:value-type") == "error"
        self.numeric = attributes.get("office:value-type", "string") != "string"
        self.filled = self.valued
        self.text = ""

    def _characters(self, text: str) -> None:
        if self.in_cell:
            self.filled = self.filled or bool(text.strip())
            self.text = (self.text + text)[:40]

    def _end(self, tag: str) -> None:
        self.depth -= 1
        if tag in _CELLS and self.scans:
            self._end_cell(self.scans[-1])
        elif tag == "table:table-row":
            self.row += self.row_repeat

    def _end_cell(self, scan: PartScan) -> None:
        row, column = self.row + 1, self.column + 1
        self.column += self.column_repeat
        self.in_cell = 0
        if self.filled:
            if max(self.row_repeat, self.column_repeat) > _MAX_REPEATS:
                raise PartRejected("endless repeat", cell_reference(row, min(column, LAST_COLUMN)))
            scan.filled += self.row_repeat * self.column_repeat
            scan.box.include(row, column)
            scan.box.include(row + self.row_repeat - 1, column + self.column_repeat - 1)
        if self.filled and self.row_hidden and self.row_repeat <= _MAX_REPEATS:
            self._add_hidden_rows(scan)
        shows_error = self.is_error or (self.numeric and _ERROR.match(self.text.strip()) is not None)
        if shows_error and self.column_repeat == self.row_repeat == 1:
            scan.errors[cell_reference(row, column)] = self.text.strip() or "#ERROR!"
        if self.formula and not self.filled:
            scan.add_empty_formula(cell_reference(row, column))

    def _add_hidden_rows(self, scan: PartScan) -> None:
        """Record the rows of a filled cell as hidden, once per row."""
        if not scan.hidden_rows or scan.hidden_rows[-1] <= self.row:
            scan.hidden_rows += range(self.row + 1, self.row + self.row_repeat + 1)


def _parse_repeat(written: str | None) -> int:
    if written is None:
        return 1
    if not written.isdecimal() or len(written) > 7 or not 0 < int(written) <= max(LAST_ROW, LAST_COLUMN):
        raise PartRejected("beyond the grid")
    return int(written)
