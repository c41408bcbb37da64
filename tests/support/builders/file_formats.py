"""Save cells in every file format the reader accepts, byte by byte and without other programs."""

from __future__ import annotations

import csv
import io
import struct
from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape

from tests.support.attackers import raw_files
from tests.support.sheets import xlsx

Cells = Sequence[Sequence[object]]
EPOCH = datetime(1899, 12, 30)
#: The built-in number format of a day, and the index of the cell style that uses it.
DAY_FORMAT, DAY_STYLE = 14, 1


def _filled_cells(cells: Cells) -> list[tuple[int, int, object]]:
    """Return each filled cell with its row and column, counted from 0."""
    rows = [(row, column, cell) for row, line in enumerate(cells) for column, cell in enumerate(line)]
    return [entry for entry in rows if entry[2] is not None]


def _serial(cell: object) -> float:
    return (cell - EPOCH).total_seconds() / 86400 if isinstance(cell, datetime) else float(cell)  # type: ignore[arg-type]


def ods(cells: Cells) -> bytes:
    """Return an OpenDocument spreadsheet."""
    return raw_files.opendocument(
        raw_files.ods_table(*("".join(map(_ods_cell, line or [None])) for line in cells))
    )


def _ods_cell(cell: object) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, datetime):
        text = f"{cell:%Y-%m-%d}"
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{text}">'
            f"<text:p>{text}</text:p></table:table-cell>"
        )
    if isinstance(cell, str):
        return (
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
        )
    return raw_files.ods_cell(str(cell))


def xls(cells: Cells) -> bytes:
    """Return a workbook of Excel 97 to 2003."""
    styles = b"".join(
        raw_files.record(0xE0, struct.pack("<HH", 0, form) + bytes(16)) for form in (0, DAY_FORMAT)
    )
    return raw_files.xls(*(_xls_cell(*placed) for placed in _filled_cells(cells)), extra=styles)


def _xls_cell(row: int, column: int, cell: object) -> bytes:
    if isinstance(cell, str):
        encoded = cell.encode("utf-16-le")
        return raw_files.record(0x204, struct.pack("<HHHHB", row, column, 0, len(encoded) // 2, 1) + encoded)
    style = DAY_STYLE if isinstance(cell, datetime) else 0
    return raw_files.record(0x203, struct.pack("<HHHd", row, column, style, _serial(cell)))


def xlsb(cells: Cells) -> bytes:
    """Return a binary workbook."""
    records, last = [], -1
    for row, column, cell in _filled_cells(cells):
        if row != last:
            records.append(raw_files.xlsb_row(row))
            last = row
        records.append(_xlsb_cell(column, cell))
    formats = b"".join(
        raw_files.binary_record(47, struct.pack("<HH", 0, form) + bytes(12)) for form in (0, DAY_FORMAT)
    )
    styles = raw_files.binary_record(617, struct.pack("<I", 2)) + formats + raw_files.binary_record(618, b"")
    return raw_files.zipped(raw_files.parts_of(raw_files.xlsb(*records)) | {"xl/styles.bin": styles})


def _xlsb_cell(column: int, cell: object) -> bytes:
    if isinstance(cell, str):
        encoded = cell.encode("utf-16-le")
        return raw_files.binary_record(6, struct.pack("<III", column, 0, len(encoded) // 2) + encoded)
    style = DAY_STYLE if isinstance(cell, datetime) else 0
    return raw_files.binary_record(5, struct.pack("<IId", column, style, _serial(cell)))


def text(cells: Cells, delimiter: str = ",", encoding: str = "utf-8", decimal: str = ".") -> bytes:
    """Return delimited text; numbers with the given decimal mark, days as 2026-03-07."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(
        [[_as_text(cell, decimal) for cell in line] for line in cells]
    )
    return stream.getvalue().encode(encoding)


def _as_text(cell: object, decimal: str) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}"
    return "" if cell is None else str(cell).replace(".", decimal) if isinstance(cell, float) else str(cell)


Saver = Callable[[Cells], bytes]
#: The file formats: the name of the file and the function that saves it.
SAVERS: dict[str, tuple[str, Saver]] = {
    "xlsx": ("a.xlsx", lambda cells: xlsx(Sheet1=cells)),
    "xls": ("a.xls", xls),
    "xlsb": ("a.xlsb", xlsb),
    "ods": ("a.ods", ods),
    "commas": ("a.csv", text),
    "semicolons and decimal commas": ("a.csv", lambda cells: text(cells, ";", decimal=",")),
    "tabs": ("a.tsv", lambda cells: text(cells, "\t")),
    "tabs named csv": ("a.csv", lambda cells: text(cells, "\t")),
    "UTF-8 with its mark": ("a.csv", lambda cells: text(cells, encoding="utf-8-sig")),
    "UTF-16": ("a.csv", lambda cells: text(cells, "\t", "utf-16")),
    "UTF-16 little-endian, unmarked": ("a.csv", lambda cells: text(cells, encoding="utf-16-le")),
    "UTF-16 big-endian, unmarked": ("a.csv", lambda cells: text(cells, encoding="utf-16-be")),
    "Western letters": ("a.csv", lambda cells: text(cells, ";", "cp1252")),
}
